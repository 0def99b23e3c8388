package io.shiplog.scheduler.decide;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a pod asks for. Containers run together, so they add up; init containers run one after the
 * other before them, so the greatest counts; an init container that restarts always (a sidecar)
 * stays, so it adds to everything after it. What the pod asks for as a whole ({@code
 * spec.resources}) counts instead of what its containers do; its overhead comes on top.
 *
 * <p>Source: Kubernetes' documentation of init containers and sidecars, "Resource sharing within
 * containers", and of pod overhead.
 */
final class PodRequests {

  private PodRequests() {}

  static Resources of(JsonNode spec) {
    Resources sidecars = Resources.NONE;
    Resources starting = Resources.NONE;
    for (JsonNode container : spec.path("initContainers")) {
      Resources requests = requests(container);
      if ("Always".equals(container.path("restartPolicy").asText())) {
        sidecars = sidecars.plus(requests);
        starting = starting.max(sidecars);
      } else {
        starting = starting.max(sidecars.plus(requests));
      }
    }
    Resources running = sidecars;
    for (JsonNode container : spec.path("containers")) {
      running = running.plus(requests(container));
    }
    return running
        .max(starting)
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
