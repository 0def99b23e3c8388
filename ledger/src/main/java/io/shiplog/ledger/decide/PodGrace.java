package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.pod.PodState;
import java.time.Instant;

/**
 * The time a pod gets to stop. Source: kube-apiserver {@code registry/core/pod/strategy.go} ({@code
 * CheckGracefulDelete}) and apiserver {@code registry/rest/delete.go} ({@code BeforeDelete}).
 */
final class PodGrace {

  private static final long DEFAULT_SECONDS = 30;

  private PodGrace() {}

  /**
   * Marks a pod as going away, or shortens the time it was given. A time once given is never
   * lengthened.
   */
  static void mark(Request request, ObjectNode updated, KubeObject pod, DeletePolicy policy) {
    if (!pod.terminating()) {
      Deletes.mark(updated, pod, request.now(), seconds(pod, policy.gracePeriodSeconds()));
      return;
    }
    if (policy.gracePeriodSeconds() == null) {
      return;
    }
    long given = pod.metadata().path("deletionGracePeriodSeconds").asLong(0);
    long asked = seconds(pod, policy.gracePeriodSeconds());
    if (asked >= given) {
      return;
    }
    Instant start = pod.deletionTimestamp().orElse(request.now()).minusSeconds(given);
    ObjectNode metadata = Json.ensure(updated, "metadata");
    metadata.put("deletionTimestamp", Request.time(start.plusSeconds(asked)));
    metadata.put("deletionGracePeriodSeconds", asked);
  }

  /** A pod that no node runs, or that has run its course, needs no time. */
  private static long seconds(KubeObject pod, Long asked) {
    if (pod.spec().path("nodeName").asText("").isEmpty() || PodState.finished(pod)) {
      return 0;
    }
    long seconds =
        asked != null
            ? asked
            : pod.spec().path("terminationGracePeriodSeconds").asLong(DEFAULT_SECONDS);
    return seconds < 0 ? 1 : seconds;
  }
}
