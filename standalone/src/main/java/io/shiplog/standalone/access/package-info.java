/** Who may connect to the embedded broker, and what they may do there. */
package io.shiplog.standalone.access;
