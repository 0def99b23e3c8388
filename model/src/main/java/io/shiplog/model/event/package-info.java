/** How Events are told: counted, combined and bounded alike by all who write them. Pure. */
package io.shiplog.model.event;
