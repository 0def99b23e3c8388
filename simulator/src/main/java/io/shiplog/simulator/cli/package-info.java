/** The command {@code ./shiplog sim}: the one part that knows threads, files and the real clock. */
package io.shiplog.simulator.cli;
