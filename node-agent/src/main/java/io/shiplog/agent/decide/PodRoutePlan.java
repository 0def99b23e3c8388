package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which routes a node needs to the pods of the others, and what makes the kernel's equal to them.
 */
public final class PodRoutePlan {

  private PodRoutePlan() {}

  /**
   * The routes a node needs.
   *
   * @param nodes what {@code routes} says of each node
   * @param self this node's name
   * @param hostIp this node's address; whoever shares it shares the kernel's routes, too
   * @return for each range of pod addresses the address of its node
   */
  public static Map<String, String> desired(
      Iterable<ObjectNode> nodes, String self, String hostIp) {
    Map<String, String> desired = new TreeMap<>();
    for (ObjectNode node : nodes) {
      String via = node.path("via").asText();
      if (!node.path("node").asText().equals(self) && !via.equals(hostIp)) {
        desired.put(node.path("podCIDR").asText(), via);
      }
    }
    return desired;
  }

  /**
   * Reads what {@code ip route show} says.
   *
   * @return for each destination its gateway; routes without one are left out
   */
  public static Map<String, String> read(String output) {
    Map<String, String> routes = new TreeMap<>();
    for (String line : output.lines().toList()) {
      String[] words = line.strip().split("\\s+");
      if (words.length >= 3 && words[1].equals("via")) {
        routes.put(words[0], words[2]);
      }
    }
    return routes;
  }

  /** What to tell {@code ip route} so that the actual routes become the desired ones. */
  public static List<String> changes(Map<String, String> desired, Map<String, String> actual) {
    List<String> changes = new ArrayList<>();
    actual.keySet().stream()
        .filter(range -> !desired.containsKey(range))
        .forEach(range -> changes.add("del " + range));
    desired.forEach(
        (range, via) -> {
          if (!via.equals(actual.get(range))) {
            changes.add("replace " + range + " via " + via);
          }
        });
    return changes;
  }
}
