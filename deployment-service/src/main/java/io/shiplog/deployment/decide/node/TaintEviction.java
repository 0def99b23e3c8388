package io.shiplog.deployment.decide.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.controller.Controller;
import io.shiplog.controller.Work;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.event.EventNote;
import io.shiplog.model.pod.Tolerations;
import io.shiplog.model.reconcile.Change;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Deletes the pods that do not put up with a NoExecute taint of their node, or no longer do. */
public final class TaintEviction implements Controller {

  @Override
  public String name() {
    return "taint-eviction-controller";
  }

  @Override
  public void changed(Change change, Work work) {
    if (change.after() == null) {
      return;
    }
    if (change.key().resource().equals(Catalogue.NODES.qualifiedName())) {
      if (change.after().spec().has("taints")) {
        work.table().podsOn(change.key().name()).forEach(work::look);
      }
    } else if (change.key().resource().equals(Catalogue.PODS.qualifiedName())
        && change.after().spec().hasNonNull("nodeName")) {
      work.look(change.key());
    }
  }

  @Override
  public void reconcile(ObjectKey key, Work work) {
    KubeObject pod = work.table().get(key).orElse(null);
    if (pod == null || pod.terminating()) {
      return;
    }
    String node = pod.spec().path("nodeName").asText("");
    Optional<Instant> end =
        work.table().get(Catalogue.NODES.key("", node)).flatMap(on -> end(pod, on, work.now()));
    if (end.isEmpty()) {
      return;
    }
    if (end.get().isAfter(work.now())) {
      work.lookAgain(key, end.get());
    } else if (work.write(
        Operation.delete(key, Preconditions.uid(pod.uid()), DeletePolicy.DEFAULT))) {
      String message = "Marking for deletion Pod " + pod.namespace() + "/" + pod.name();
      work.event(pod, EventNote.normal("TaintManagerEviction", message, end.get(), end.get()));
    }
  }

  /** When the pod has to go for the first of its node's taints; empty if for none. */
  private static Optional<Instant> end(KubeObject pod, KubeObject node, Instant now) {
    Instant first = null;
    for (JsonNode taint : node.spec().path("taints")) {
      if (!taint.path("effect").asText().equals(NodeTaints.NO_EXECUTE)) {
        continue;
      }
      Instant added = KubeObject.instant(taint.path("timeAdded")).orElse(now);
      OptionalLong seconds = seconds(pod.spec(), taint);
      if (seconds.isPresent()) {
        Instant end = added.plusSeconds(seconds.getAsLong());
        first = first == null || end.isBefore(first) ? end : first;
      }
    }
    return Optional.ofNullable(first);
  }

  /** As kube-controller-manager's taint eviction: the first toleration that matches counts. */
  private static OptionalLong seconds(JsonNode podSpec, JsonNode taint) {
    return Tolerations.matching(podSpec, taint)
        .map(Tolerations::seconds)
        .orElse(OptionalLong.of(0));
  }
}
