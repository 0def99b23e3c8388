/** How long real pods take to start on one node, against the calls to the runtime alone. */
package io.shiplog.benchmarks.pods;
