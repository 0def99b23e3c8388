package io.shiplog.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.decide.Repeats;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.NodeInbox;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What a node says of itself: that it is there, that it lives, and that it is ready. */
final class NodeReports {

  /**
   * What a node has to give.
   *
   * @param cpuMillis in thousandths of a CPU
   * @param memoryMebibytes memory
   * @param pods how many pods it takes
   */
  record Room(int cpuMillis, int memoryMebibytes, int pods) {

    /** Enough for whatever is left to run in the calm part of a history. */
    static final Room AMPLE = new Room(4000, 8192, 20);

    static Room drawn(Dice dice) {
      return new Room(
          dice.pick(List.of(500, 1000, 2000, 4000)),
          dice.pick(List.of(512, 1024, 8192)),
          dice.between(5, 20));
    }
  }

  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final WriteOptions AS = WriteOptions.by("node-agent");

  private final String name;
  private final String hostIp;
  private final String disk;
  private Room room;
  private KubeObject node;
  private Instant leaseAt = Instant.MIN;
  private Repeats status = Repeats.NONE;

  NodeReports(String name, int number, Room room) {
    this.name = name;
    this.room = room;
    this.hostIp = "192.168.0." + (10 + number);
    this.disk = number % 2 == 1 ? "ssd" : "hdd";
  }

  String hostIp() {
    return hostIp;
  }

  /** The machine got more to give. */
  void grow() {
    room = Room.AMPLE;
    status = Repeats.NONE;
  }

  /** The node's object as the inbox has it; null if there is none. */
  void node(KubeObject object) {
    node = object;
  }

  void forget() {
    node = null;
    leaseAt = Instant.MIN;
    status = Repeats.NONE;
  }

  /** Adds what is to be said now. */
  void report(Instant now, List<Operation> said) {
    boolean known = node != null && node.conditionTrue("Ready") && saysRoom();
    if (known) {
      status = Repeats.NONE;
    } else if (status.due(now)) {
      status = status.said(now);
      said.add(
          node == null
              ? Operation.create(Catalogue.NODES.key("", name), object(now), AS)
              : Operation.updateStatus(
                  Catalogue.NODES.key("", name), status(now), Preconditions.uid(node.uid()), AS));
    }
    if (!now.isBefore(leaseAt)) {
      leaseAt = now.plus(EVERY);
      said.add(lease(now));
    }
  }

  private boolean saysRoom() {
    return node.status().path("allocatable").equals(room(Json.object()));
  }

  private ObjectNode room(ObjectNode amounts) {
    return amounts
        .put("cpu", Quantity.ofMillis(room.cpuMillis()).toString())
        .put("memory", Quantity.ofBytes((long) room.memoryMebibytes() << 20).toString())
        .put("pods", Integer.toString(room.pods()));
  }

  private ObjectNode object(Instant now) {
    ObjectNode object = Json.object();
    object.put("apiVersion", "v1").put("kind", "Node");
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    metadata.putObject("labels").put("kubernetes.io/hostname", name).put("disk", disk);
    metadata.putObject("annotations").put(NodeInbox.ANNOTATION, NodeInbox.WANTED);
    object.putObject("spec");
    object.set("status", ready(now));
    return object;
  }

  private ObjectNode status(Instant now) {
    ObjectNode object = node.copy();
    Json.ensure(object, "metadata").remove(List.of("resourceVersion", "managedFields"));
    object.set("status", ready(now));
    return object;
  }

  private ObjectNode ready(Instant now) {
    ObjectNode status = Json.object();
    for (String part : List.of("capacity", "allocatable")) {
      room(status.putObject(part));
    }
    status.putArray("addresses").addObject().put("type", "InternalIP").put("address", hostIp);
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    status
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", "True")
        .put("reason", "KubeletReady")
        .put("lastHeartbeatTime", time)
        .put("lastTransitionTime", time);
    return status;
  }

  private Operation lease(Instant now) {
    ObjectNode lease = Json.object();
    lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata = lease.putObject("metadata");
    metadata.put("name", name).put("namespace", "kube-node-lease");
    ObjectNode spec = lease.putObject("spec");
    spec.put("holderIdentity", name).put("leaseDurationSeconds", 40);
    spec.put("renewTime", now.truncatedTo(ChronoUnit.MICROS).toString());
    return Operation.patch(
        Catalogue.LEASES.key("kube-node-lease", name),
        "",
        PatchType.APPLY,
        lease,
        Preconditions.NONE,
        new WriteOptions("node-agent", true, false, "Ignore"));
  }
}
