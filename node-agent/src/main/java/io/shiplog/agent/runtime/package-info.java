/**
 * The agent's hands: topics in and out, containerd through CRI, probes, logs. What is to be done is
 * decided in {@link io.shiplog.agent.decide}.
 */
package io.shiplog.agent.runtime;
