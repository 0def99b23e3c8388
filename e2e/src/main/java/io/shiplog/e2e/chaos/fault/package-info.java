/** What is broken and when, drawn from a seed; and how it is broken and mended. */
package io.shiplog.e2e.chaos.fault;
