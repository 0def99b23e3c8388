/** How one stored resource is served in several versions. Pure. */
package io.shiplog.model.convert;
