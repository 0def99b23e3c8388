package io.shiplog.agent.decide.admission;

/**
 * Why a node does not take a pod that was given to it.
 *
 * @param reason CamelCase: the pod's {@code status.reason} and the Event's
 * @param message for people: the Event's, and the end of {@code status.message}
 */
public record Rejection(String reason, String message) {}
