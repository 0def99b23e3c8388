/** Breaking an installation of the launcher's, with real containers. */
package io.shiplog.e2e.chaos.containers;
