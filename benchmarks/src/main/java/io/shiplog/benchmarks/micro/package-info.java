/**
 * {@code ./shiplog bench micro}: what the decisions cost by themselves, measured with JMH on inputs
 * as they occur: pods of 3 KB, with managedFields, in a namespace of a thousand.
 */
package io.shiplog.benchmarks.micro;
