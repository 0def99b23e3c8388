package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.WriteOptions;
import java.time.Duration;
import java.time.Instant;

/**
 * When a pod's status is reported: as soon as it is another than the log shows, and again as long
 * as the log does not show it, for a report may get lost or be refused. What is refused once may be
 * refused for good, so each repetition waits twice as long as the one before.
 *
 * @param said the status that was reported and that the log has not shown yet; null if there is
 *     none
 * @param again when to report it again
 * @param delay how long that is after the last report
 */
public record PodReporting(ObjectNode said, Instant again, Duration delay) {

  private static final Duration FIRST_DELAY = Duration.ofSeconds(5);
  private static final Duration LAST_DELAY = Duration.ofMinutes(5);

  /** Nothing is under way. */
  public static final PodReporting NOTHING = new PodReporting(null, Instant.MIN, FIRST_DELAY);

  /**
   * What follows from a look at the pod.
   *
   * @param status what to report now; null if there is nothing to report
   * @param next what to remember
   */
  public record Step(ObjectNode status, PodReporting next) {}

  /**
   * Decides.
   *
   * @param hostIp the node's address, which is part of the status
   */
  public Step look(PodView view, String hostIp) {
    KubeObject pod = view.pod();
    boolean gone = view.observed().sandboxes().isEmpty();
    if (pod == null || (gone && pod.terminating())) {
      return new Step(null, this);
    }
    ObjectNode status = PodStatuses.of(view, hostIp);
    if (Trees.same(status, pod.status())) {
      return new Step(null, NOTHING);
    }
    boolean repeated = said != null && Trees.same(timeless(status), timeless(said));
    if (repeated && view.now().isBefore(again)) {
      return new Step(null, this);
    }
    Duration wait = repeated ? longer(delay) : FIRST_DELAY;
    // It has been so since it was first said.
    ObjectNode report = repeated ? said : status;
    return new Step(report, new PodReporting(report, view.now().plus(wait), wait));
  }

  /** The report of a status, as the node asks for it. */
  public static Operation report(KubeObject pod, ObjectNode status) {
    ObjectNode object = pod.copy();
    Json.ensure(object, "metadata").remove("resourceVersion");
    Json.ensure(object, "metadata").remove("managedFields");
    object.set("status", status);
    return Operation.updateStatus(
        Catalogue.PODS.key(pod.namespace(), pod.name()),
        object,
        Preconditions.uid(pod.uid()),
        WriteOptions.by("node-agent"));
  }

  /** Without the times that a status is given anew at each look until the log shows them. */
  private static ObjectNode timeless(ObjectNode status) {
    ObjectNode copy = status.deepCopy();
    copy.remove("startTime");
    for (JsonNode condition : copy.path("conditions")) {
      ((ObjectNode) condition).remove("lastTransitionTime");
    }
    return copy;
  }

  private static Duration longer(Duration delay) {
    Duration doubled = delay.multipliedBy(2);
    return doubled.compareTo(LAST_DELAY) > 0 ? LAST_DELAY : doubled;
  }
}
