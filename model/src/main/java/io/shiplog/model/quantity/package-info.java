/** Amounts of resources: {@code 250m} of a core, {@code 64Mi} of memory. */
package io.shiplog.model.quantity;
