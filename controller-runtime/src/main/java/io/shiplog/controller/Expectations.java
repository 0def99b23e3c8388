package io.shiplog.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Verb;
import io.shiplog.model.reconcile.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What was asked for and has not shown in the table yet. It keeps a controller from asking for the
 * same thing at every change while the ledger is on its way; after a while it may ask again, each
 * time a little later, so that nothing that got lost or was refused is forgotten.
 *
 * <p>A write with a resourceVersion occupies its object until the object has another version: a
 * second write from the same view could only conflict.
 */
final class Expectations {

  private static final Duration FIRST_REPEAT = Duration.ofSeconds(2);
  private static final int MAX_DOUBLINGS = 5;
  private static final Duration FORGET = Duration.ofMinutes(5);

  /**
   * What was asked for.
   *
   * @param view which object at which version it was to change
   * @param body what was to be made; null unless it was a creation
   * @param times how often it was asked for
   * @param at when the last time was
   * @param again when it may be asked for once more
   */
  private record Asked(String view, JsonNode body, int times, Instant at, Instant again) {

    /** Whether that was the same request: what is to be made may have changed meanwhile. */
    boolean same(String otherView, JsonNode otherBody) {
      return view.equals(otherView) && Objects.equals(body, otherBody);
    }
  }

  private final Map<ObjectKey, Map<String, Asked>> byObject = new HashMap<>();

  /** Notes that this operation is wanted; true if it is to be sent now. */
  boolean ask(Operation operation, Instant now) {
    String lane = lane(operation);
    String view = view(operation);
    Map<String, Asked> lanes = byObject.computeIfAbsent(operation.key(), key -> new HashMap<>());
    Asked last = lanes.get(lane);
    JsonNode body = operation.verb() == Verb.CREATE ? operation.body() : null;
    boolean same = last != null && last.same(view, body);
    if (same && now.isBefore(last.again)) {
      return false;
    }
    int times = same ? last.times + 1 : 1;
    Duration wait = FIRST_REPEAT.multipliedBy(1L << Math.min(times - 1, MAX_DOUBLINGS));
    lanes.put(lane, new Asked(view, body, times, now, now.plus(wait)));
    return true;
  }

  /** When an operation that was asked for may be sent again. */
  Instant again(Operation operation) {
    return byObject.get(operation.key()).get(lane(operation)).again;
  }

  /** Until when an object at this version waits for the answer to a write; null if it does not. */
  Instant busyUntil(ObjectKey key, long resourceVersion, Instant now) {
    Asked last = byObject.getOrDefault(key, Map.of()).get("write");
    boolean busy =
        last != null && last.view.endsWith("/" + resourceVersion) && now.isBefore(last.again);
    return busy ? last.again : null;
  }

  /** Whether the object with this uid was asked to be deleted, in whatever way. */
  boolean deleteAsked(ObjectKey key, String uid) {
    return byObject.getOrDefault(key, Map.of()).entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().startsWith("delete") && entry.getValue().view.startsWith(uid + "/"));
  }

  /** Drops what a change has answered. */
  void observed(Change change) {
    Map<String, Asked> lanes = byObject.get(change.key());
    if (lanes == null) {
      return;
    }
    if (change.after() == null) {
      lanes.keySet().removeIf(lane -> !lane.equals("create"));
    } else {
      lanes.remove("create");
    }
    if (lanes.isEmpty()) {
      byObject.remove(change.key());
    }
  }

  /** Forgets what was asked long ago and never wanted again. */
  void forget(Instant now) {
    byObject
        .values()
        .removeIf(
            lanes -> {
              lanes.values().removeIf(asked -> asked.at.plus(FORGET).isBefore(now));
              return lanes.isEmpty();
            });
  }

  private static String lane(Operation operation) {
    return switch (operation.verb()) {
      case CREATE -> "create";
      case DELETE -> {
        DeletePolicy policy = Objects.requireNonNullElse(operation.delete(), DeletePolicy.DEFAULT);
        yield "delete " + policy.gracePeriodSeconds() + " " + policy.propagation();
      }
      case UPDATE, PATCH ->
          version(operation) != null ? "write" : operation.verb() + " " + operation.subresource();
    };
  }

  private static String view(Operation operation) {
    if (operation.verb() == Verb.CREATE) {
      return "/";
    }
    return operation.preconditions().uid() + "/" + version(operation);
  }

  /** The version that the object must have; an update may say it in the object itself. */
  private static String version(Operation operation) {
    String named = operation.preconditions().resourceVersion();
    if (named != null || operation.verb() != Verb.UPDATE) {
      return named;
    }
    return operation.body().path("metadata").path("resourceVersion").asText(null);
  }
}
