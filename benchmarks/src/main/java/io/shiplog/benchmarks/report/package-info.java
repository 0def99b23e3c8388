/** What was measured, as a JSON file and as Markdown tables; never a single run. */
package io.shiplog.benchmarks.report;
