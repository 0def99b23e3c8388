/** What rules a node out: one rule a file. {@link Filters} lists them in their order. */
package io.shiplog.scheduler.decide.filter;
