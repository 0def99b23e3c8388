package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.decide.Observed.Sandbox;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A pod's {@code status} as its node sees it (core/v1 PodStatus). */
public final class PodStatuses {

  /** Conditions that belong to the node agent; all others are kept as they are. */
  private static final Set<String> OURS =
      Set.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady");

  private final PodView view;
  private final String phase;
  private final ArrayNode inits;
  private final ArrayNode mains;

  private PodStatuses(PodView view) {
    this.view = view;
    this.phase = PodPhase.of(view);
    ContainerStatuses statuses = new ContainerStatuses(view);
    this.inits = statuses.of(false);
    this.mains = statuses.of(true);
  }

  /**
   * The status of a pod that is desired. Equal to the status the pod has where nothing changed.
   *
   * @param hostIp the node's address
   */
  public static ObjectNode of(PodView view, String hostIp) {
    return refused(view) ? refusal(view) : new PodStatuses(view).status(hostIp);
  }

  /** Whether the node never let the pod in: what it said then stays. */
  private static boolean refused(PodView view) {
    PodMemory.Ending ending = view.memory().ending();
    JsonNode status = view.pod().status();
    boolean said =
        status.path("phase").asText("").equals("Failed")
            && status.path("containerStatuses").isEmpty()
            && view.observed().containers().isEmpty();
    return said || (ending != null && ending.refused());
  }

  /** Nothing is said of containers that never were (kubelet, rejectPod). */
  private static ObjectNode refusal(PodView view) {
    ObjectNode status = before(view.pod());
    PodMemory.Ending ending = view.memory().ending();
    status.put("phase", "Failed");
    if (ending != null) {
      status.put("reason", ending.reason()).put("message", ending.message());
    }
    status.put("observedGeneration", view.pod().generation());
    status.remove(List.of("containerStatuses", "initContainerStatuses", "podIP", "podIPs"));
    ArrayNode kept = Json.array();
    addKept(view.pod(), kept);
    status.set("conditions", kept);
    if (!status.hasNonNull("startTime")) {
      status.put("startTime", ContainerStatuses.time(view.now()));
    }
    return status;
  }

  private static ObjectNode before(KubeObject pod) {
    return pod.status() instanceof ObjectNode before ? before.deepCopy() : Json.object();
  }

  /** Why the pod has failed as a whole; where the log says it already, it stays so. */
  private void explain(ObjectNode status) {
    PodMemory.Ending ending = view.memory().ending();
    JsonNode said = view.pod().status();
    if (said.path("phase").asText("").equals("Failed") && said.hasNonNull("reason")) {
      return;
    }
    status.remove(List.of("message", "reason"));
    if (ending != null) {
      status.put("reason", ending.reason()).put("message", ending.message());
    } else if (PodDeadline.passed(view)) {
      status.put("reason", PodDeadline.REASON).put("message", PodDeadline.MESSAGE);
    }
  }

  private ObjectNode status(String hostIp) {
    KubeObject pod = view.pod();
    ObjectNode status = before(pod);
    explain(status);
    status.put("phase", phase);
    status.put("observedGeneration", pod.generation());
    status.set("conditions", conditions());
    status.put("hostIP", hostIp);
    status.set("hostIPs", addresses(hostIp));
    String ip = podIp(hostIp);
    if (ip.isEmpty()) {
      status.remove(List.of("podIP", "podIPs"));
    } else {
      status.put("podIP", ip);
      status.set("podIPs", addresses(ip));
    }
    if (!status.hasNonNull("startTime")) {
      status.put("startTime", ContainerStatuses.time(view.now()));
    }
    if (!inits.isEmpty()) {
      status.set("initContainerStatuses", inits);
    }
    status.set("containerStatuses", mains);
    return status;
  }

  private String podIp(String hostIp) {
    if (view.pod().spec().path("hostNetwork").asBoolean()) {
      return hostIp;
    }
    Optional<Sandbox> sandbox = view.observed().readySandbox();
    if (sandbox.isPresent()) {
      return sandbox.get().ip();
    }
    boolean ending = view.pod().terminating() || PodPhase.finished(view);
    return ending ? view.pod().status().path("podIP").asText("") : "";
  }

  private static ArrayNode addresses(String ip) {
    ArrayNode list = Json.array();
    list.addObject().put("ip", ip);
    return list;
  }

  private ArrayNode conditions() {
    ArrayNode conditions = Json.array();
    boolean done = phase.equals("Succeeded");
    boolean failed = phase.equals("Failed");
    boolean initialized = done || PodPhase.initialized(view);
    boolean sandbox = view.observed().readySandbox().isPresent();
    List<String> unready = unready(mains);
    List<String> incomplete = unready(inits);
    conditions.add(condition("PodReadyToStartContainers", sandbox, "", ""));
    conditions.add(
        condition(
            "Initialized",
            initialized,
            initialized ? (done ? "PodCompleted" : "") : "ContainersNotInitialized",
            initialized ? "" : "containers with incomplete status: " + names(incomplete)));
    boolean ready = unready.isEmpty() && initialized && !done && !failed;
    String why = done ? "PodCompleted" : failed ? "PodFailed" : "ContainersNotReady";
    String what =
        done || failed || ready ? "" : "containers with unready status: " + names(unready);
    String gate = ready ? closedGate() : "";
    conditions.add(
        condition(
            "Ready",
            ready && gate.isEmpty(),
            !ready ? why : gate.isEmpty() ? "" : "ReadinessGatesNotReady",
            !ready ? what : gate));
    conditions.add(condition("ContainersReady", ready, ready ? "" : why, ready ? "" : what));
    addKept(view.pod(), conditions);
    return conditions;
  }

  private static void addKept(KubeObject pod, ArrayNode conditions) {
    for (JsonNode kept : pod.status().path("conditions")) {
      if (!OURS.contains(kept.path("type").asText())) {
        conditions.add(kept);
      }
    }
  }

  /** Why a readiness gate holds the pod back; empty if none does. */
  private String closedGate() {
    for (JsonNode gate : view.pod().spec().path("readinessGates")) {
      String type = gate.path("conditionType").asText();
      if (view.pod().condition(type).isMissingNode()) {
        return "corresponding condition of pod readiness gate \"" + type + "\" does not exist.";
      }
      if (!view.pod().conditionTrue(type)) {
        return "the status of pod readiness gate \"" + type + "\" is not \"True\"";
      }
    }
    return "";
  }

  private ObjectNode condition(String type, boolean on, String reason, String message) {
    String value = on ? "True" : "False";
    JsonNode before = view.pod().condition(type);
    ObjectNode condition = Json.object();
    condition.put("type", type);
    condition.put("observedGeneration", view.pod().generation());
    condition.put("status", value);
    if (before.hasNonNull("lastProbeTime")) {
      condition.set("lastProbeTime", before.get("lastProbeTime"));
    }
    boolean same = before.path("status").asText("").equals(value);
    String now = ContainerStatuses.time(view.now());
    condition.put("lastTransitionTime", same ? before.path("lastTransitionTime").asText(now) : now);
    if (!reason.isEmpty()) {
      condition.put("reason", reason);
    }
    if (!message.isEmpty()) {
      condition.put("message", message);
    }
    return condition;
  }

  private static List<String> unready(ArrayNode statuses) {
    List<String> names = new ArrayList<>();
    for (JsonNode status : statuses) {
      if (!status.path("ready").asBoolean()) {
        names.add(status.path("name").asText());
      }
    }
    return names;
  }

  private static String names(List<String> names) {
    return "[" + String.join(" ", names) + "]";
  }
}
