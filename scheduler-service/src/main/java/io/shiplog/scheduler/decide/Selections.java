package io.shiplog.scheduler.decide;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Remembers which nodes a selector lets pods go to. Most pods ask the same, and the labels of the
 * nodes that a pod is compared for lie scattered in memory: to look at them took half of the time
 * of placing.
 */
public final class Selections {

  /** Beyond so many selectors it starts over. */
  private static final int MOST = 100;

  private record Selector(JsonNode labels, JsonNode affinity) {}

  /** Bits by the slot of a node: whether it was tested, and how that came out. */
  private record Known(BitSet tested, BitSet matching) {}

  private final Map<Selector, Known> bySelector = new HashMap<>();

  /**
   * The same test, made of each node only once.
   *
   * @param labels a pod's {@code nodeSelector}
   * @param affinity its required node affinity
   * @param test what these two mean for a node
   */
  public Predicate<NodeInfo> remembered(
      JsonNode labels, JsonNode affinity, Predicate<NodeInfo> test) {
    if (bySelector.size() >= MOST) {
      bySelector.clear();
    }
    Known known =
        bySelector.computeIfAbsent(
            new Selector(labels, affinity), selector -> new Known(new BitSet(), new BitSet()));
    return node -> {
      if (!known.tested().get(node.slot())) {
        known.tested().set(node.slot());
        known.matching().set(node.slot(), test.test(node));
      }
      return known.matching().get(node.slot());
    };
  }

  /** The node in this slot is another than it was. */
  void forget(int slot) {
    bySelector.values().forEach(known -> known.tested().clear(slot));
  }
}
