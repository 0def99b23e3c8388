package io.shiplog.scheduler.decide;

import java.util.List;
import java.util.Map;

/** Where a pod can go. */
public sealed interface Placement {

  /** The best node. */
  record Node(String name) implements Placement {}

  /**
   * No node does.
   *
   * @param reasons for each node, by name, why not
   */
  record Nowhere(Map<String, List<String>> reasons) implements Placement {

    /**
     * What people see, in Kubernetes' form: how many nodes there are, and how many of them have
     * each fault.
     */
    public String message() {
      if (reasons.isEmpty()) {
        return "no nodes available to schedule pods";
      }
      Map<String, Integer> counts = new java.util.TreeMap<>();
      reasons.values().forEach(list -> list.forEach(text -> counts.merge(text, 1, Integer::sum)));
      List<String> parts = new java.util.ArrayList<>();
      counts.forEach((text, count) -> parts.add(count + " " + text));
      java.util.Collections.sort(parts);
      return "0/%d nodes are available: %s.".formatted(reasons.size(), String.join(", ", parts));
    }
  }
}
