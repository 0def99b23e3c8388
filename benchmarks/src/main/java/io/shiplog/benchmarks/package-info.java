/** {@code ./shiplog bench}: programs that measure, and say on what and how often they measured. */
package io.shiplog.benchmarks;
