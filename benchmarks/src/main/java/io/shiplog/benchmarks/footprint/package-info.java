/** {@code ./shiplog bench footprint}: what it takes to start, to be there, and to be carried. */
package io.shiplog.benchmarks.footprint;
