package io.shiplog.scheduler.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.event.EventNote;
import io.shiplog.model.reconcile.Effect;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What the scheduler asks of the ledger. */
final class Writes {

  private static final UserInfo USER = UserInfo.scheduler();

  /** Who owns the fields of what the scheduler writes. */
  static final String MANAGER = "kube-scheduler";

  private static final WriteOptions OPTIONS = WriteOptions.by(MANAGER);

  private Writes() {}

  /** Asks for these, all or none of them. */
  static Effect of(List<Operation> operations) {
    return new Effect.Write(USER, List.copyOf(operations));
  }

  /** Binds this very pod to a node. */
  static Operation bind(PodInfo pod, String node) {
    ObjectNode binding = Json.object().put("apiVersion", "v1").put("kind", "Binding");
    binding
        .putObject("metadata")
        .put("name", pod.pod().name())
        .put("namespace", pod.namespace())
        .put("uid", pod.pod().uid());
    binding.putObject("target").put("apiVersion", "v1").put("kind", "Node").put("name", node);
    return new Operation(
        Verb.CREATE,
        pod.key(),
        "binding",
        null,
        binding,
        Preconditions.uid(pod.pod().uid()),
        OPTIONS,
        null);
  }

  /** Whether the pod's status already says that it waits for this reason. */
  static boolean saysUnschedulable(KubeObject pod, String message) {
    JsonNode condition = pod.condition("PodScheduled");
    return condition.path("status").asText().equals("False")
        && condition.path("reason").asText().equals("Unschedulable")
        && condition.path("message").asText().equals(message);
  }

  /**
   * Says in the pod's status why it waits. Refused if the pod has changed: then it is tried anew.
   */
  static Operation unschedulable(PodInfo pod, String message, Instant now) {
    JsonNode current = pod.pod().condition("PodScheduled");
    boolean already = current.path("status").asText().equals("False");
    ObjectNode condition = Json.object().put("type", "PodScheduled").put("status", "False");
    condition.put("reason", "Unschedulable").put("message", message).putNull("lastProbeTime");
    condition.put(
        "lastTransitionTime",
        already && current.hasNonNull("lastTransitionTime")
            ? current.path("lastTransitionTime").asText()
            : time(now));
    ObjectNode patch = Json.object();
    Json.ensure(patch, "status").putArray("conditions").add(condition);
    return Operation.patch(
        pod.key(),
        "status",
        PatchType.STRATEGIC,
        patch,
        Preconditions.exactly(pod.pod().uid(), pod.pod().resourceVersion()),
        OPTIONS);
  }

  /** The event of a pod that fits nowhere; each time it is told counts. */
  static EventNote failedEvent(String message, Instant now) {
    return EventNote.warning("FailedScheduling", message, "", now);
  }

  /** The event of a pod that was bound; it happened when the binding became a fact. */
  static EventNote scheduledEvent(KubeObject pod, Instant now) {
    String message =
        "Successfully assigned %s/%s to %s"
            .formatted(pod.namespace(), pod.name(), pod.spec().path("nodeName").asText());
    Instant bound =
        KubeObject.instant(pod.condition("PodScheduled").path("lastTransitionTime")).orElse(now);
    return EventNote.normal("Scheduled", message, pod.uid(), bound);
  }

  private static String time(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
