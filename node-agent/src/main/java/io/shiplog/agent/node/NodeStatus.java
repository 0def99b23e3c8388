package io.shiplog.agent.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.machine.NodeFacts;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.agent.runtime.cri.RuntimeCondition;
import io.shiplog.agent.runtime.cri.StatusRequest;
import io.shiplog.agent.runtime.cri.VersionRequest;
import io.shiplog.agent.runtime.cri.VersionResponse;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.quantity.Quantity;
import java.io.File;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** A node's {@code status}: what it has, what it is, and how it is. */
public final class NodeStatus {

  /** What {@code kubectl get nodes} shows as the version. */
  static final String VERSION = "v1.36.0+shiplog";

  private static final long PRESSURE_BYTES = 100L << 20;
  private static final double PRESSURE_DISK_PART = 0.05;
  private static final long CALL_SECONDS = 5;
  private static final Set<String> OURS =
      Set.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure");

  private final AgentConfig config;
  private final String hostIp;
  private final Cri cri;

  public NodeStatus(AgentConfig config, String hostIp, Cri cri) {
    this.config = config;
    this.hostIp = hostIp;
    this.cri = cri;
  }

  /** Why the runtime cannot run pods; empty if it can. */
  public String problem() {
    try {
      for (RuntimeCondition condition :
          cri.runtime(CALL_SECONDS)
              .status(StatusRequest.getDefaultInstance())
              .getStatus()
              .getConditionsList()) {
        if (!condition.getStatus()) {
          return condition.getType() + " is false: " + condition.getMessage();
        }
      }
      return "";
    } catch (StatusRuntimeException e) {
      return "container runtime is down: " + Cri.message(e);
    }
  }

  ObjectNode of(KubeObject node, Instant now) {
    ObjectNode status =
        node.status() instanceof ObjectNode before ? before.deepCopy() : Json.object();
    status.set("capacity", capacity());
    status.set("allocatable", capacity());
    status.set("nodeInfo", info());
    ArrayNode addresses = status.putArray("addresses");
    addresses.addObject().put("type", "InternalIP").put("address", hostIp);
    addresses.addObject().put("type", "Hostname").put("address", config.nodeName());
    status.putObject("daemonEndpoints").putObject("kubeletEndpoint").put("Port", 0);
    status.set("conditions", conditions(node, now));
    return status;
  }

  ObjectNode capacity() {
    ObjectNode capacity = Json.object();
    capacity.put("cpu", Integer.toString(Runtime.getRuntime().availableProcessors()));
    // As the API writes them: another text for the same amount would look like a change, for ever.
    capacity.put("memory", Quantity.ofBytes(NodeFacts.memoryBytes()).toString());
    capacity.put("ephemeral-storage", Quantity.ofBytes(disk().getTotalSpace()).toString());
    capacity.put("pods", Integer.toString(config.maxPods()));
    return capacity;
  }

  private File disk() {
    return config.home().toFile();
  }

  private ObjectNode info() {
    ObjectNode info = Json.object();
    info.put("machineID", NodeFacts.machineId()).put("systemUUID", NodeFacts.machineId());
    info.put("bootID", NodeFacts.bootId()).put("kernelVersion", NodeFacts.kernel());
    info.put("osImage", NodeFacts.osImage()).put("operatingSystem", "linux");
    info.put("architecture", NodeFacts.architecture());
    info.put("kubeletVersion", VERSION).put("kubeProxyVersion", VERSION);
    info.put("containerRuntimeVersion", runtimeVersion());
    return info;
  }

  private String runtimeVersion() {
    try {
      VersionResponse version =
          cri.runtime(CALL_SECONDS).version(VersionRequest.getDefaultInstance());
      return version.getRuntimeName() + "://" + version.getRuntimeVersion().split("~|\\+", 2)[0];
    } catch (StatusRuntimeException e) {
      return "containerd://Unknown";
    }
  }

  private ArrayNode conditions(KubeObject node, Instant now) {
    ArrayNode conditions = Json.array();
    boolean memory = NodeFacts.availableMemoryBytes() < PRESSURE_BYTES;
    boolean full = disk().getUsableSpace() < disk().getTotalSpace() * PRESSURE_DISK_PART;
    conditions.add(
        condition(node, now, "MemoryPressure", memory, "KubeletHas", "Memory", "memory available"));
    conditions.add(condition(node, now, "DiskPressure", full, "KubeletHas", "Disk", "disk space"));
    conditions.add(
        condition(node, now, "PIDPressure", false, "KubeletHas", "PID", "PID available"));
    String problem = problem();
    conditions.add(
        condition(
            node,
            now,
            "Ready",
            problem.isEmpty(),
            problem.isEmpty() ? "KubeletReady" : "KubeletNotReady",
            problem.isEmpty() ? "the node agent is posting ready status" : problem));
    for (JsonNode other : node.status().path("conditions")) {
      if (!OURS.contains(other.path("type").asText())) {
        conditions.add(other);
      }
    }
    return conditions;
  }

  private static ObjectNode condition(
      KubeObject node, Instant now, String type, boolean on, String has, String what, String of) {
    String reason =
        switch (what) {
          case "Disk" -> on ? has + "DiskPressure" : has + "NoDiskPressure";
          default -> has + (on ? "Insufficient" : "Sufficient") + what;
        };
    return condition(
        node, now, type, on, reason, "node has " + (on ? "insufficient " : "sufficient ") + of);
  }

  private static ObjectNode condition(
      KubeObject node, Instant now, String type, boolean on, String reason, String message) {
    JsonNode before = node.condition(type);
    String value = on ? "True" : "False";
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    boolean same = before.path("status").asText().equals(value);
    return Json.object()
        .put("type", type)
        .put("status", value)
        .put("lastHeartbeatTime", time)
        .put("lastTransitionTime", same ? before.path("lastTransitionTime").asText(time) : time)
        .put("reason", reason)
        .put("message", message);
  }
}
