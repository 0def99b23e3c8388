package io.shiplog.scheduler.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.pod.PodState;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What scheduling needs of a pod, worked out once.
 *
 * @param pod the pod
 * @param key its key
 * @param terminating whether it is on its way out
 * @param created when it was made
 * @param labels its labels
 * @param owner uid of what manages it; empty where nothing does
 * @param requests what it asks for
 * @param likelyUse what it is taken to use where nodes are compared; see {@link #likelyUse}
 * @param hostPorts the ports of the node that it takes
 */
public record PodInfo(
    KubeObject pod,
    ObjectKey key,
    boolean terminating,
    Instant created,
    Map<String, String> labels,
    String owner,
    Resources requests,
    Resources likelyUse,
    Set<HostPort> hostPorts) {

  /** The name pods are given when they name no scheduler. */
  public static final String DEFAULT_SCHEDULER = "default-scheduler";

  private static final long CPU_PER_CONTAINER = 100;
  private static final long MEMORY_PER_CONTAINER = 200L * 1024 * 1024;

  /** Reads a pod. */
  public static PodInfo of(KubeObject pod) {
    Resources requests = PodRequests.of(pod.spec());
    return new PodInfo(
        pod,
        Catalogue.PODS.key(pod.namespace(), pod.name()),
        pod.terminating(),
        pod.creationTimestamp().orElse(Instant.EPOCH),
        pod.labels(),
        pod.controller().map(KubeObject.OwnerReference::uid).orElse(""),
        requests,
        likelyUse(requests, pod.spec().path("containers").size()),
        HostPort.of(pod.spec()));
  }

  /**
   * A container that asks for no cpu or memory still uses some: for comparing nodes, and only for
   * that, it is taken to need a tenth of a core and 200 MB.
   */
  private static Resources likelyUse(Resources requests, int containers) {
    long cpu = requests.cpu() > 0 ? requests.cpu() : CPU_PER_CONTAINER * containers;
    long memory = requests.memory() > 0 ? requests.memory() : MEMORY_PER_CONTAINER * containers;
    return new Resources(cpu, memory, 0, Map.of());
  }

  public String namespace() {
    return key.namespace();
  }

  /** The priority the pod was admitted with; 0 where there is none. */
  public int priority() {
    return pod.spec().path("priority").asInt(0);
  }

  /** Whether pods that come to be bound may change where this one fits. */
  boolean caresForNeighbours() {
    JsonNode affinity = pod.spec().path("affinity");
    return affinity.has("podAffinity")
        || affinity.has("podAntiAffinity")
        || !pod.spec().path("topologySpreadConstraints").isEmpty();
  }

  /** Whether the pod runs, or is to run, on its node and so takes room there. */
  public static boolean takesRoom(KubeObject pod) {
    return !PodState.finished(pod);
  }

  /** Whether the pod waits for this scheduler to choose its node. */
  public static boolean waits(KubeObject pod) {
    String scheduler = pod.spec().path("schedulerName").asText("");
    return pod.spec().path("nodeName").asText("").isEmpty()
        && (scheduler.isEmpty() || scheduler.equals(DEFAULT_SCHEDULER))
        && pod.spec().path("schedulingGates").isEmpty()
        && !pod.terminating()
        && takesRoom(pod);
  }
}
