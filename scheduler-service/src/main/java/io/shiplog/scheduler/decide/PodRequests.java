package io.shiplog.scheduler.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.pod.ContainerSums;

/**
 * What a pod asks for: what its containers do together, or, in its place, what the pod names as a
 * whole ({@code spec.resources}); its overhead comes on top. Source: KEP-2837, and Kubernetes'
 * documentation of pod overhead.
 */
final class PodRequests {

  private static final ContainerSums<Resources> SUMS =
      new ContainerSums<>(Resources.NONE, Resources::plus, Resources::max);

  private PodRequests() {}

  static Resources of(JsonNode spec) {
    return SUMS.of(spec, PodRequests::requests)
        .insteadGiven(spec.path("resources").path("requests"))
        .plus(Resources.of(spec.path("overhead")));
  }

  /** A container's requests; where only a limit is given, the limit is the request. */
  private static Resources requests(JsonNode container) {
    JsonNode resources = container.path("resources");
    JsonNode requests = resources.path("requests");
    return Resources.of(requests).plus(Resources.of(resources.path("limits"), requests));
  }
}
