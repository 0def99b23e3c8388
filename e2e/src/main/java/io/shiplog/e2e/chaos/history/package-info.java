/** What was recorded while things broke: data, and the JSON lines that keep it. */
package io.shiplog.e2e.chaos.history;
