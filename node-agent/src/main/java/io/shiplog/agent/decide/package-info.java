/**
 * What a node agent decides, as pure functions of what is desired, what is observed, what is
 * remembered, and the time: the pod lifecycle, a pod's status, restart and pull back-off, probes.
 */
package io.shiplog.agent.decide;
