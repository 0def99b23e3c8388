/** Label and field selectors. */
package io.shiplog.model.select;
