package io.shiplog.registry.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.controller.Work;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The routes that are out, as far as this task put them there. */
final class PublishedRoutes {

  private final Map<String, ObjectNode> out = new HashMap<>();

  /**
   * Puts a route out if it is not out already.
   *
   * @param route null where there is none: what was never out is taken back all the same
   */
  void publish(String key, ObjectNode route, Work work) {
    if (out.containsKey(key) && Objects.equals(out.get(key), route)) {
      return;
    }
    out.put(key, route);
    work.route(key, route);
  }

  /** Takes back the route of what is gone. */
  void takeBack(String key, Work work) {
    out.remove(key);
    work.route(key, null);
  }
}
