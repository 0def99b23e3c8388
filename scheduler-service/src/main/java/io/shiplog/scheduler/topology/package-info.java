/** Puts the scheduler's decisions on topics. */
package io.shiplog.scheduler.topology;
