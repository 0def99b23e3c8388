package io.shiplog.deployment.decide.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.controller.Controller;
import io.shiplog.controller.Work;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.reconcile.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * Declares a node's readiness unknown when its lease has not been renewed for 40 s (Kubernetes'
 * node-monitor-grace-period).
 *
 * <p>It counts from when it saw the renewal, by the time handed in: a node's clock may be wrong,
 * and after a restart of the control plane every node gets its time to come back.
 */
public final class LeaseWatch implements Controller {

  /** Where the agents renew their leases, one named as each node. */
  static final String NAMESPACE = "kube-node-lease";

  private static final Duration GRACE = Duration.ofSeconds(40);

  private record Seen(String renewal, Instant at) {}

  private final Map<ObjectKey, Seen> seen = new HashMap<>();

  @Override
  public String name() {
    return "node-lifecycle-controller";
  }

  @Override
  public void changed(Change change, Work work) {
    ObjectKey key = change.key();
    if (!key.resource().equals(Catalogue.LEASES.qualifiedName())
        || !key.namespace().equals(NAMESPACE)) {
      return;
    }
    if (change.after() == null) {
      seen.remove(key);
      return;
    }
    String renewal = change.after().spec().path("renewTime").asText("");
    Seen last = seen.get(key);
    if (last == null || !last.renewal.equals(renewal)) {
      seen.put(key, new Seen(renewal, work.now()));
      work.lookAgain(key, work.now().plus(GRACE));
    }
  }

  @Override
  public void reconcile(ObjectKey key, Work work) {
    Seen last = seen.get(key);
    if (last == null) {
      return;
    }
    Instant end = last.at.plus(GRACE);
    if (end.isAfter(work.now())) {
      work.lookAgain(key, end);
      return;
    }
    ObjectKey nodeKey = Catalogue.NODES.key("", key.name());
    KubeObject node = work.table().get(nodeKey).orElse(null);
    if (node == null || unknown(node)) {
      return;
    }
    ObjectNode patch = Json.object();
    Json.ensure(patch, "status")
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", "Unknown")
        .put("reason", "NodeStatusUnknown")
        .put("message", "Kubelet stopped posting node status.")
        .put("lastTransitionTime", end.truncatedTo(ChronoUnit.SECONDS).toString());
    work.write(
        Operation.patch(
            nodeKey,
            "status",
            PatchType.STRATEGIC,
            patch,
            Preconditions.exactly(node.uid(), node.resourceVersion()),
            work.options()));
  }

  private static boolean unknown(KubeObject node) {
    return node.condition("Ready").path("status").asText().equals("Unknown");
  }
}
