package io.shiplog.agent.node;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.decide.Repeats;
import io.shiplog.agent.decide.Trees;
import io.shiplog.agent.feed.Outbox;
import io.shiplog.agent.machine.NodeFacts;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.NodeInbox;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.WriteOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Makes the node's object, says every ten seconds that the node lives, and how it is whenever that
 * changed. A node that was deleted registers again.
 */
public final class NodeReporter {

  private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(5);
  private static final WriteOptions AS = WriteOptions.by("node-agent");
  private static final int LEASE_SECONDS = 40;

  private final AgentConfig config;
  private final Outbox outbox;
  private final InstantSource clock;
  private final NodeStatus status;
  private ObjectNode sent;
  private Instant sentAt = Instant.EPOCH;
  private Repeats repeats = Repeats.NONE;
  private KubeObject node;

  public NodeReporter(AgentConfig config, Outbox outbox, NodeStatus status, InstantSource clock) {
    this.config = config;
    this.outbox = outbox;
    this.status = status;
    this.clock = clock;
  }

  /** The node's object as the inbox has it now; null if there is none. */
  public synchronized void node(KubeObject object) {
    node = object;
  }

  /** The node's object, or null. */
  public synchronized KubeObject node() {
    return node;
  }

  /** Says what is to be said now; called every ten seconds, and whenever the health changed. */
  public synchronized void report() {
    if (node == null) {
      outbox.send(Operation.create(key(), fresh(), AS));
      sent = null;
    } else {
      reportStatus();
    }
    if (!NodeInbox.wanted(node)) {
      askForInbox();
    }
    renewLease();
  }

  /** For a Node that someone else made: without its inbox the agent would never learn of it. */
  private void askForInbox() {
    ObjectNode patch = Json.object();
    Json.ensure(patch, "metadata", "annotations").put(NodeInbox.ANNOTATION, NodeInbox.WANTED);
    outbox.send(Operation.patch(key(), "", PatchType.MERGE, patch, Preconditions.NONE, AS));
  }

  private void reportStatus() {
    Instant now = clock.instant();
    ObjectNode desired = status.of(node, now);
    boolean shown = Trees.same(withoutHeartbeats(desired), withoutHeartbeats(node.status()));
    boolean said = sent != null && Trees.same(withoutHeartbeats(desired), withoutHeartbeats(sent));
    Duration silence = Duration.between(sentAt, now);
    if (shown || !said) {
      repeats = Repeats.NONE;
    }
    if (said && (shown ? silence.compareTo(AT_LEAST_EVERY) < 0 : !repeats.due(now))) {
      return;
    }
    ObjectNode object = node.copy();
    Json.ensure(object, "metadata").remove("resourceVersion");
    Json.ensure(object, "metadata").remove("managedFields");
    object.set("status", desired);
    outbox.send(Operation.updateStatus(key(), object, Preconditions.uid(node.uid()), AS));
    sent = desired;
    sentAt = now;
    repeats = repeats.said(now);
  }

  private static com.fasterxml.jackson.databind.JsonNode withoutHeartbeats(
      com.fasterxml.jackson.databind.JsonNode status) {
    com.fasterxml.jackson.databind.JsonNode copy = status.deepCopy();
    for (com.fasterxml.jackson.databind.JsonNode condition : copy.path("conditions")) {
      ((ObjectNode) condition).remove("lastHeartbeatTime");
      ((ObjectNode) condition).remove("lastTransitionTime");
    }
    return copy;
  }

  private ObjectKey key() {
    return Catalogue.NODES.key("", config.nodeName());
  }

  private ObjectNode fresh() {
    ObjectNode object = Json.object();
    object.put("apiVersion", "v1").put("kind", "Node");
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("name", config.nodeName());
    ObjectNode labels = metadata.putObject("labels");
    String arch = NodeFacts.architecture();
    labels.put("kubernetes.io/hostname", config.nodeName());
    labels.put("kubernetes.io/os", "linux").put("kubernetes.io/arch", arch);
    labels.put("beta.kubernetes.io/os", "linux").put("beta.kubernetes.io/arch", arch);
    metadata.putObject("annotations").put(NodeInbox.ANNOTATION, NodeInbox.WANTED);
    object.putObject("spec");
    object.set("status", status.of(new KubeObject(Json.object()), clock.instant()));
    return object;
  }

  /** The lease is kept by merge patch, and made where there is none: either command may fail. */
  private void renewLease() {
    ObjectKey lease = Catalogue.LEASES.key("kube-node-lease", config.nodeName());
    String now = clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
    ObjectNode object = Json.object();
    object.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("name", config.nodeName()).put("namespace", "kube-node-lease");
    if (node != null) {
      ArrayNode owners = metadata.putArray("ownerReferences");
      owners
          .addObject()
          .put("apiVersion", "v1")
          .put("kind", "Node")
          .put("name", node.name())
          .put("uid", node.uid());
    }
    ObjectNode spec = object.putObject("spec");
    spec.put("holderIdentity", config.nodeName());
    spec.put("leaseDurationSeconds", LEASE_SECONDS).put("renewTime", now);
    outbox.send(
        Operation.patch(
            lease,
            "",
            PatchType.APPLY,
            object,
            Preconditions.NONE,
            new WriteOptions("node-agent", true, false, "Ignore")));
  }
}
