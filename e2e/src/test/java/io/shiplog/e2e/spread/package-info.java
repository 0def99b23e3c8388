/** Shiplog spread over processes, and every door through which others come in. */
package io.shiplog.e2e.spread;
