package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a pod may be active on its node: {@code spec.activeDeadlineSeconds} from {@code
 * status.startTime} on. What has not ended by then has failed (core/v1 PodSpec).
 */
final class PodDeadline {

  static final String REASON = "DeadlineExceeded";
  static final String MESSAGE = "Pod was active on the node longer than the specified deadline";

  private PodDeadline() {}

  /** When the pod's time is over; empty where it has no limit or has not begun. */
  static Optional<Instant> of(KubeObject pod) {
    JsonNode seconds = pod.spec().path("activeDeadlineSeconds");
    return seconds.isNumber()
        ? KubeObject.instant(pod.status().path("startTime"))
            .map(start -> start.plusSeconds(seconds.asLong()))
        : Optional.empty();
  }

  /** Whether the pod fails, or has failed, for this reason. */
  static boolean passed(PodView view) {
    JsonNode status = view.pod().status();
    return switch (status.path("phase").asText("")) {
      case "Succeeded" -> false;
      case "Failed" -> status.path("reason").asText("").equals(REASON);
      default -> of(view.pod()).filter(end -> !view.now().isBefore(end)).isPresent();
    };
  }
}
