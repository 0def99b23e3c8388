package io.shiplog.agent.decide;

import io.shiplog.model.KubeObject;
import java.time.Instant;

/**
 * Everything a decision about one pod rests on.
 *
 * @param pod the pod as the inbox has it; null if it is not (or no longer) desired
 * @param inboxComplete whether the inbox has been read to its end: before that, a pod that is
 *     missing from it may be desired all the same
 * @param inService whether {@code routes} still sends new connections to the pod
 * @param observed what the runtime has
 * @param memory what the agent remembers
 * @param now the time
 */
public record PodView(
    KubeObject pod,
    boolean inboxComplete,
    boolean inService,
    Observed observed,
    PodMemory memory,
    Instant now) {}
