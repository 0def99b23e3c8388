package io.shiplog.scheduler.decide;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import java.util.Map;
import java.util.Set;

/**
 * What scheduling needs of a pod, worked out once.
 *
 * @param pod the pod
 * @param labels its labels
 * @param requests what it asks for
 * @param hostPorts the ports of the node that it takes
 */
public record PodInfo(
    KubeObject pod, Map<String, String> labels, Resources requests, Set<HostPort> hostPorts) {

  /** The name pods are given when they name no scheduler. */
  public static final String DEFAULT_SCHEDULER = "default-scheduler";

  /** Reads a pod. */
  public static PodInfo of(KubeObject pod) {
    return new PodInfo(pod, pod.labels(), PodRequests.of(pod.spec()), HostPort.of(pod.spec()));
  }

  public ObjectKey key() {
    return Catalogue.PODS.key(pod.namespace(), pod.name());
  }

  public String namespace() {
    return pod.namespace();
  }

  /** The priority the pod was admitted with; 0 where there is none. */
  public int priority() {
    return pod.spec().path("priority").asInt(0);
  }

  /** Whether the pod runs, or is to run, on its node and so takes room there. */
  public static boolean takesRoom(KubeObject pod) {
    String phase = pod.status().path("phase").asText("");
    return !phase.equals("Succeeded") && !phase.equals("Failed");
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
