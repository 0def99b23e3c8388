package io.shiplog.benchmarks.hollow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** What hollow nodes and the scenarios send, as large as what real ones send. */
final class Manifests {

  /** The label, on pods and nodes, by which everything of ours is known. */
  static final String LABEL = "bench.shiplog.io/hollow";

  /** The label of pods that {@link #guard} keeps from every hollow node. */
  private static final String HELD = "bench.shiplog.io/held";

  private static final String CONTAINER = "app";
  private static final String IMAGE = "hollow.example/app:1.0";

  /** Kubernetes' MicroTime wants six decimals, also where they are zero. */
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Manifests() {}

  /** A Node as a kubelet registers it, ready. */
  static Buffer node(String name, String address) {
    ObjectNode node = Json.object().put("apiVersion", "v1").put("kind", "Node");
    ObjectNode metadata = node.putObject("metadata").put("name", name);
    metadata
        .putObject("labels")
        .put("kubernetes.io/hostname", name)
        .put("kubernetes.io/os", "linux")
        .put("kubernetes.io/arch", "amd64")
        .put(LABEL, "true");
    node.putObject("spec");
    node.set("status", nodeStatus(name, address));
    return buffer(node);
  }

  /** A patch that says again that a Node is ready. */
  static Buffer nodeReady(String name, String address) {
    ObjectNode patch = Json.object();
    patch.set("status", nodeStatus(name, address));
    return buffer(patch);
  }

  private static ObjectNode nodeStatus(String name, String address) {
    ObjectNode status = Json.object();
    for (String amounts : new String[] {"capacity", "allocatable"}) {
      status
          .putObject(amounts)
          .put("cpu", "32")
          .put("memory", "256Gi")
          .put("ephemeral-storage", "1Ti")
          .put("pods", "110");
    }
    ArrayNode addresses = status.putArray("addresses");
    addresses.addObject().put("type", "InternalIP").put("address", address);
    addresses.addObject().put("type", "Hostname").put("address", name);
    ArrayNode conditions = status.putArray("conditions");
    for (String pressure : new String[] {"MemoryPressure", "DiskPressure", "PIDPressure"}) {
      condition(conditions, pressure, "False").put("reason", "KubeletHasNo" + pressure);
    }
    condition(conditions, "Ready", "True").put("reason", "KubeletReady");
    status
        .putObject("nodeInfo")
        .put("architecture", "amd64")
        .put("bootID", "hollow")
        .put("containerRuntimeVersion", "hollow://1")
        .put("kernelVersion", "hollow")
        .put("kubeProxyVersion", "")
        .put("kubeletVersion", "hollow")
        .put("machineID", "hollow")
        .put("operatingSystem", "linux")
        .put("osImage", "hollow")
        .put("systemUUID", "hollow");
    return status;
  }

  /** The Lease of a node, renewed now. */
  static Buffer lease(String name) {
    ObjectNode lease =
        Json.object().put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    lease.putObject("metadata").put("name", name).put("namespace", "kube-node-lease");
    lease
        .putObject("spec")
        .put("holderIdentity", name)
        .put("leaseDurationSeconds", 40)
        .put("renewTime", renewTime());
    return buffer(lease);
  }

  /** A patch that renews a Lease now. */
  static Buffer renewal() {
    ObjectNode patch = Json.object();
    patch.putObject("spec").put("renewTime", renewTime());
    return buffer(patch);
  }

  private static String renewTime() {
    return MICRO_TIME.format(Instant.now());
  }

  /** A pod of the scenarios; held ones fit nowhere while a {@link #guard} runs. */
  static Buffer pod(String name, boolean held) {
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode labels =
        pod.putObject("metadata").put("name", name).putObject("labels").put(LABEL, "true");
    if (held) {
      labels.put(HELD, "true");
    }
    pod.set("spec", podSpec("1"));
    return buffer(pod);
  }

  /**
   * A pod that minds held ones anywhere on the hollow nodes: while it is there they wait, and when
   * it is deleted all of them fit at once, by one request.
   */
  static Buffer guard(String name) {
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata").put("name", name).putObject("labels").put(LABEL, "true");
    ObjectNode spec = podSpec("1");
    ObjectNode term =
        spec.putObject("affinity")
            .putObject("podAntiAffinity")
            .putArray("requiredDuringSchedulingIgnoredDuringExecution")
            .addObject()
            .put("topologyKey", LABEL);
    term.putObject("labelSelector").putObject("matchLabels").put(HELD, "true");
    pod.set("spec", spec);
    return buffer(pod);
  }

  private static ObjectNode podSpec(String revision) {
    ObjectNode spec = Json.object();
    spec.put("automountServiceAccountToken", false);
    spec.putObject("nodeSelector").put(LABEL, "true");
    ObjectNode container = spec.putArray("containers").addObject();
    container.put("name", CONTAINER).put("image", IMAGE);
    container.putArray("env").addObject().put("name", "REVISION").put("value", revision);
    container.putArray("ports").addObject().put("containerPort", 8080);
    container.putObject("resources").putObject("requests").put("cpu", "100m").put("memory", "64Mi");
    return spec;
  }

  /** A Deployment whose pods differ between revisions. */
  static Buffer deployment(String name, int replicas, String revision) {
    ObjectNode deployment = Json.object().put("apiVersion", "apps/v1").put("kind", "Deployment");
    deployment.putObject("metadata").put("name", name);
    ObjectNode spec = deployment.putObject("spec").put("replicas", replicas);
    spec.putObject("selector").putObject("matchLabels").put("app", name);
    ObjectNode template = spec.putObject("template");
    template.putObject("metadata").putObject("labels").put("app", name).put(LABEL, "true");
    template.set("spec", podSpec(revision));
    return buffer(deployment);
  }

  /** The status of a pod whose container runs and is ready. */
  static Buffer running(String address, String hostAddress) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode patch = Json.object();
    ObjectNode status = patch.putObject("status").put("phase", "Running");
    status.put("hostIP", hostAddress).put("podIP", address).put("startTime", now);
    status.putArray("hostIPs").addObject().put("ip", hostAddress);
    status.putArray("podIPs").addObject().put("ip", address);
    ArrayNode conditions = status.putArray("conditions");
    for (String type :
        new String[] {
          "PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"
        }) {
      condition(conditions, type, "True");
    }
    ObjectNode container = status.putArray("containerStatuses").addObject();
    container.put("name", CONTAINER).put("image", IMAGE).put("imageID", "hollow");
    container.put("containerID", "hollow://" + address).put("ready", true).put("started", true);
    container.put("restartCount", 0);
    container.putObject("state").putObject("running").put("startedAt", now);
    return buffer(patch);
  }

  /** How a kubelet says that a pod has ended. */
  static Buffer gone(String uid) {
    ObjectNode options = Json.object().put("apiVersion", "v1").put("kind", "DeleteOptions");
    options.put("gracePeriodSeconds", 0);
    if (!uid.isEmpty()) {
      options.putObject("preconditions").put("uid", uid);
    }
    return buffer(options);
  }

  private static ObjectNode condition(ArrayNode conditions, String type, String status) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return conditions
        .addObject()
        .put("type", type)
        .put("status", status)
        .put("lastTransitionTime", now);
  }

  static Buffer buffer(ObjectNode json) {
    return Buffer.buffer(Json.bytes(json));
  }
}
