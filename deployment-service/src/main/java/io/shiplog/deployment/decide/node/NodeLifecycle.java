package io.shiplog.deployment.decide.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.controller.Controller;
import io.shiplog.controller.Work;
import io.shiplog.deployment.decide.Patches;
import io.shiplog.deployment.decide.Same;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.event.EventNote;
import io.shiplog.model.pod.PodState;
import io.shiplog.model.reconcile.Change;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps a node's taints in line with its conditions. The pods of a node that cannot be reached are
 * not ready, whatever they said last: Services must not count on them.
 *
 * <p>Where no node at all is ready it is rather the way to them that is broken, and there would be
 * no place for their pods: nobody is evicted then, which goes for the only node of a cluster, too.
 * When one is ready again, the pods of the others have their time anew. (Source: Kubernetes
 * documentation, "Nodes", section "Rate limits on eviction".)
 */
public final class NodeLifecycle implements Controller {

  /** The names of the nodes that are ready; null before the first look. */
  private Set<String> ready;

  @Override
  public String name() {
    return "node-lifecycle-controller";
  }

  @Override
  public void changed(Change change, Work work) {
    if (!change.key().resource().equals(Catalogue.NODES.qualifiedName())) {
      return;
    }
    work.look(change.key());
    boolean evicted = !ready(work).isEmpty();
    if (change.after() != null && change.after().conditionTrue("Ready")) {
      ready.add(change.key().name());
    } else {
      ready.remove(change.key().name());
    }
    if (evicted == ready.isEmpty()) {
      work.table().list(Catalogue.NODES).forEach(node -> work.look(key(node)));
    }
    if (change.after() == null) {
      ObjectKey lease = Catalogue.LEASES.key(LeaseWatch.NAMESPACE, change.key().name());
      work.table()
          .get(lease)
          .map(one -> Operation.delete(lease, Preconditions.uid(one.uid()), DeletePolicy.NOW))
          .ifPresent(work::write);
    } else if (change.before() != null
        && change.before().conditionTrue("Ready")
        && !change.after().conditionTrue("Ready")) {
      work.event(
          change.after(),
          EventNote.normal(
              "NodeNotReady",
              "Node " + change.key().name() + " status is now: NodeNotReady",
              change.after().condition("Ready").path("lastTransitionTime").asText(),
              since(change.after(), work)));
    }
  }

  private Set<String> ready(Work work) {
    if (ready == null) {
      ready = new HashSet<>();
      work.table().list(Catalogue.NODES).stream()
          .filter(node -> node.conditionTrue("Ready"))
          .forEach(node -> ready.add(node.name()));
    }
    return ready;
  }

  /** Since when a node is as ready as it is, or is not. */
  private static Instant since(KubeObject node, Work work) {
    return KubeObject.instant(node.condition("Ready").path("lastTransitionTime"))
        .orElse(work.now());
  }

  private static ObjectKey key(KubeObject node) {
    return Catalogue.NODES.key("", node.name());
  }

  @Override
  public void reconcile(ObjectKey key, Work work) {
    KubeObject node = work.table().get(key).orElse(null);
    if (node == null || node.terminating()) {
      return;
    }
    ArrayNode taints = NodeTaints.of(node, !ready(work).isEmpty(), work.now());
    JsonNode current = node.spec().path("taints");
    if (!Same.json(taints, current.isArray() ? current : Json.array())) {
      ObjectNode patch = Json.object();
      if (taints.isEmpty()) {
        patch.putObject("spec").putNull("taints");
      } else {
        patch.putObject("spec").set("taints", taints);
      }
      work.write(Patches.merge(key, node, patch, work.options()));
    }
    JsonNode health = node.condition("Ready");
    if (health.path("status").asText().equals("Unknown")) {
      Instant since = since(node, work);
      for (ObjectKey pod : List.copyOf(work.table().podsOn(key.name()))) {
        unready(pod, since, work);
      }
    }
  }

  /** Marks a pod that has not been heard of since its node was last. */
  private static void unready(ObjectKey key, Instant since, Work work) {
    KubeObject pod = work.table().get(key).orElseThrow();
    if (!PodState.ready(pod)
        || PodState.readySince(pod).filter(at -> at.isAfter(since)).isPresent()) {
      return;
    }
    ObjectNode status = pod.status().deepCopy();
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        ((ObjectNode) condition)
            .put("status", "False")
            .put("lastTransitionTime", work.now().truncatedTo(ChronoUnit.SECONDS).toString());
      }
    }
    if (work.write(Patches.status(key, pod, status, work.options()))) {
      work.event(pod, EventNote.warning("NodeNotReady", "Node is not ready", since, since));
    }
  }
}
