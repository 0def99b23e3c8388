/** Concurrent clients and watchers who record what they did and saw. */
package io.shiplog.e2e.chaos.workload;
