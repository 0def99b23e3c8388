package io.shiplog.agent.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** Hears of the routes table, which the agent keeps from the topic {@code routes}. */
@FunctionalInterface
public interface RoutesListener {

  /**
   * The table changed. Called by one thread at a time: once when the topic has been read to its end
   * (every key counts as changed), then after each batch of changes. A call that fails is repeated
   * after some seconds, or with the keys of the next batch added. Without changed keys it is time
   * to look whether what was made of them still stands.
   *
   * @param all every route by its key {@code <namespace>/<service>}, as it is now; not to be
   *     changed
   * @param changedKeys the keys whose route is new, other or gone since the last call
   */
  void routes(Map<String, ObjectNode> all, Set<String> changedKeys);
}
