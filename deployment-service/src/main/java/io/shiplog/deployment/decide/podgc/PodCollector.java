package io.shiplog.deployment.decide.podgc;

import io.shiplog.controller.Controller;
import io.shiplog.controller.Work;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.reconcile.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Removes pods that no agent will ever report the end of: those on a node that has been gone for a
 * while, and those that were told to stop before they had a node. Source: kube-controller-manager's
 * pod garbage collector, which waits 40 s for a node to come back.
 */
public final class PodCollector implements Controller {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Since when a node that pods are bound to has been missing. */
  private final Map<String, Instant> missing = new HashMap<>();

  @Override
  public String name() {
    return "pod-garbage-collector";
  }

  @Override
  public void changed(Change change, Work work) {
    if (change.key().resource().equals(Catalogue.PODS.qualifiedName())) {
      work.look(change.key());
    } else if (change.key().resource().equals(Catalogue.NODES.qualifiedName())) {
      if (change.after() != null) {
        missing.remove(change.key().name());
      } else {
        work.table().podsOn(change.key().name()).forEach(work::look);
      }
    }
  }

  @Override
  public void reconcile(ObjectKey key, Work work) {
    KubeObject pod = work.table().get(key).orElse(null);
    if (pod == null) {
      return;
    }
    String node = pod.spec().path("nodeName").asText("");
    if (node.isEmpty()) {
      if (pod.terminating()) {
        remove(key, pod, work);
      }
    } else if (work.table().get(Catalogue.NODES.key("", node)).isEmpty()) {
      Instant end = missing.computeIfAbsent(node, name -> work.now()).plus(PATIENCE);
      if (end.isAfter(work.now())) {
        work.lookAgain(key, end);
      } else {
        remove(key, pod, work);
      }
    }
  }

  private static void remove(ObjectKey key, KubeObject pod, Work work) {
    work.write(Operation.delete(key, Preconditions.uid(pod.uid()), DeletePolicy.NOW));
  }
}
