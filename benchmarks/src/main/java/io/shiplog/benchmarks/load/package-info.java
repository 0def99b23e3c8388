/** {@code ./shiplog bench load}: drivers in closed and open loop over the API and the topics. */
package io.shiplog.benchmarks.load;
