/** Containers' logs: how they lie on disk, are read, followed, rotated and sent. */
package io.shiplog.agent.logs;
