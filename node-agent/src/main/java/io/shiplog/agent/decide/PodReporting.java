package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.WriteOptions;

/**
 * When a pod's status is reported: as soon as it is another than the log shows, and again as long
 * as the log does not show it.
 *
 * @param said the status that was reported and that the log has not shown yet; null if there is
 *     none
 * @param repeats when to report it again
 */
public record PodReporting(ObjectNode said, Repeats repeats) {

  /** Nothing is under way. */
  public static final PodReporting NOTHING = new PodReporting(null, Repeats.NONE);

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
    if (repeated && !repeats.due(view.now())) {
      return new Step(null, this);
    }
    // It has been so since it was first said.
    ObjectNode report = repeated ? said : status;
    Repeats before = repeated ? repeats : Repeats.NONE;
    return new Step(report, new PodReporting(report, before.said(view.now())));
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
}
