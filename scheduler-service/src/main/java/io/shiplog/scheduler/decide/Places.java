package io.shiplog.scheduler.decide;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Counts pods by the place they are in: by the value that their nodes have under a label. */
public final class Places {

  private Places() {}

  /**
   * How many such pods each place has, over the nodes that count. A place without any is there with
   * 0; nodes without the label are in no place.
   */
  public static Map<String, Integer> count(
      Iterable<NodeInfo> nodes,
      String topologyKey,
      Predicate<NodeInfo> counts,
      Predicate<PodInfo> pods) {
    Map<String, Integer> found = new HashMap<>();
    for (NodeInfo node : nodes) {
      String place = node.labels().get(topologyKey);
      if (place != null && counts.test(node)) {
        int here = 0;
        for (PodInfo pod : node.pods()) {
          here += pods.test(pod) ? 1 : 0;
        }
        found.merge(place, here, Integer::sum);
      }
    }
    return found;
  }
}
