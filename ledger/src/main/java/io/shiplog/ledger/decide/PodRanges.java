package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import java.util.List;
import java.util.Optional;

/**
 * Gives each node a range of pod addresses, {@code 10.244.N.0/24}, the lowest that is free. Where
 * none is left the Node is made without one, as Kubernetes does: it may bring a network of its own.
 */
final class PodRanges {

  private static final int RANGES = 256;

  private PodRanges() {}

  static void allocate(Request request, ObjectKey key, ObjectNode node) {
    ObjectNode spec = Json.ensure(node, "spec");
    String asked = spec.path("podCIDR").asText("");
    if (asked.isEmpty()) {
      Optional<String> free = free(request);
      if (free.isEmpty()) {
        return;
      }
      asked = free.get();
      spec.put("podCIDR", asked);
    } else if (isTaken(request, key, asked)) {
      throw Request.refuse(
          Status.invalid(
              request.type(),
              key.name(),
              List.of(FieldError.invalid("spec.podCIDR", asked, "another node has this range"))));
    }
    if (spec.path("podCIDRs").isEmpty()) {
      spec.putArray("podCIDRs").add(asked);
    }
  }

  private static boolean isTaken(Request request, ObjectKey key, String range) {
    Optional<ObjectKey> holder = request.state().holder(Claims.podCidr(range));
    return holder.isPresent() && !holder.get().equals(key);
  }

  private static Optional<String> free(Request request) {
    for (int number = 0; number < RANGES; number++) {
      String range = "10.244." + number + ".0/24";
      if (request.state().holder(Claims.podCidr(range)).isEmpty()) {
        return Optional.of(range);
      }
    }
    return Optional.empty();
  }
}
