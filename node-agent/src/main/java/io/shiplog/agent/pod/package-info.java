/**
 * The agent's hands on pods: one worker for each carries out what {@link io.shiplog.agent.decide}
 * says.
 */
package io.shiplog.agent.pod;
