package io.shiplog.scheduler.decide.score;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import io.shiplog.scheduler.decide.Resources;

/**
 * How full a node would be with the pod on it. A container that asks for no cpu or memory still
 * uses some: for rating, and only for that, it is taken to need a tenth of a core and 200 MB.
 */
final class Usage {

  private static final long CPU_PER_CONTAINER = 100;
  private static final long MEMORY_PER_CONTAINER = 200L * 1024 * 1024;

  private Usage() {}

  /** The share of the resource, between 0 and 1, that would be taken. */
  static double share(String resource, PodInfo pod, NodeInfo node) {
    long offered = node.allocatable().get(resource);
    if (offered <= 0) {
      return 1;
    }
    double taken = need(resource, pod);
    for (PodInfo other : node.pods()) {
      taken += need(resource, other);
    }
    return Math.min(1, taken / offered);
  }

  private static double need(String resource, PodInfo pod) {
    long asked = pod.requests().get(resource);
    if (asked > 0) {
      return asked;
    }
    JsonNode containers = pod.pod().spec().path("containers");
    long each = resource.equals(Resources.CPU) ? CPU_PER_CONTAINER : MEMORY_PER_CONTAINER;
    return (double) each * containers.size();
  }
}
