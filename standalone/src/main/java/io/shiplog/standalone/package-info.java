/**
 * Assembles the services. One program plays any set of roles, as Kafka's own {@code process.roles}
 * does: all of the control plane with an embedded broker in one JVM, or one service a process
 * against an external Kafka. However they are spread, services speak through topics only.
 */
package io.shiplog.standalone;
