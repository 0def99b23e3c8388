/** What a pod asks of its node and may use there, and what follows for the kernel. Pure. */
package io.shiplog.agent.decide.resources;
