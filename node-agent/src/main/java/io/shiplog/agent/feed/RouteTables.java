package io.shiplog.agent.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.RouteKey;
import io.shiplog.topics.TopicEntries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What the topic {@code routes} says of Services and of nodes, and who is to be told of it. Not
 * thread-safe: the thread that reads the topic calls it.
 */
final class RouteTables {

  private static final Logger LOG = Logger.getLogger(RouteTables.class);

  /** After which Services' routes that could not be followed are told again. */
  static final Duration AGAIN = Duration.ofSeconds(5);

  /** How often it is looked whether the routes that were followed still stand. */
  static final Duration LOOK = Duration.ofSeconds(30);

  private final Feeds.Listener listener;
  private final InstantSource clock;
  private final TopicEntries<ObjectNode> entries = new TopicEntries<>(this::put);
  private final Map<String, ObjectNode> services = new HashMap<>();
  private final Map<String, ObjectNode> nodes = new HashMap<>();
  private final Set<String> changed = new HashSet<>();
  private boolean nodesChanged;

  /** When to speak of the Services if nothing changes; null before the first time. */
  private Instant next;

  RouteTables(Feeds.Listener listener, InstantSource clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /** The topic is about to be read from its beginning. */
  void begin() {
    entries.begin();
  }

  /** A record came; without a value it takes the route away. */
  void hear(String key, byte[] value) {
    entries.hear(key, value == null ? null : Json.parseObject(value));
  }

  /** The reading from the beginning has come to the end that the topic had then. */
  void finish() {
    entries.finish();
  }

  private void put(String key, ObjectNode route) {
    boolean node = RouteKey.isNode(key);
    Map<String, ObjectNode> table = node ? nodes : services;
    if (route == null) {
      table.remove(key);
    } else {
      table.put(key, route);
    }
    if (node) {
      nodesChanged = true;
    } else {
      changed.add(key);
      next = Instant.MIN;
    }
  }

  /** Tells what changed since the last call, and what is due without a change. */
  void tell() {
    if (nodesChanged) {
      nodesChanged = false;
      listener.nodes(Map.copyOf(nodes));
    }
    if (next != null && !clock.instant().isBefore(next)) {
      next = clock.instant().plus(tellServices() ? LOOK : AGAIN);
    }
  }

  /** Whether they could be followed; if not, the same keys are told again. */
  private boolean tellServices() {
    try {
      listener.routes(Map.copyOf(services), Set.copyOf(changed));
      changed.clear();
      return true;
    } catch (RuntimeException e) {
      LOG.warnf(
          e,
          "Services cannot be reached as they should be; trying again in %d s",
          AGAIN.toSeconds());
      return false;
    }
  }
}
