package io.shiplog.scheduler.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import io.shiplog.model.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * Amounts by resource name, in whole numbers; fractions are rounded up. The names that every pod
 * and node has are fields: they are compared for a hundred nodes a pod.
 *
 * @param cpu in thousandths of a core
 * @param memory in bytes
 * @param pods how many
 * @param others by name, each in its own unit (bytes, pieces)
 */
public record Resources(long cpu, long memory, long pods, Map<String, Long> others) {

  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";
  private static final String PODS = "pods";

  /** Nothing of anything. */
  public static final Resources NONE = new Resources(0, 0, 0, Map.of());

  /** Reads a resource list such as {@code requests}; what is no quantity counts as nothing. */
  public static Resources of(JsonNode list) {
    return of(list, Json.object());
  }

  /** Reads a resource list but for the names that are in another. */
  static Resources of(JsonNode list, JsonNode unless) {
    Map<String, Long> amounts = new TreeMap<>();
    list.properties().stream()
        .filter(entry -> !unless.has(entry.getKey()))
        .forEach(
            entry ->
                Quantity.tryParse(entry.getValue())
                    .ifPresent(q -> amounts.put(entry.getKey(), whole(entry.getKey(), q))));
    return new Resources(take(amounts, CPU), take(amounts, MEMORY), take(amounts, PODS), amounts);
  }

  private static long take(Map<String, Long> amounts, String name) {
    Long amount = amounts.remove(name);
    return amount == null ? 0 : amount;
  }

  private static long whole(String name, Quantity quantity) {
    return name.equals(CPU) ? quantity.milliValue() : quantity.value();
  }

  /** The sum, for each resource. */
  public Resources plus(Resources other) {
    return merge(other, Resources::cappedSum);
  }

  /** The greater amount, for each resource. */
  public Resources max(Resources other) {
    return merge(other, Math::max);
  }

  /** The same but for what a whole pod is given in this list, as KEP-2837 allows. */
  Resources insteadGiven(JsonNode list) {
    if (list.isEmpty()) {
      return this;
    }
    Resources given = of(list);
    Map<String, Long> mixed = new TreeMap<>(others);
    given.others.forEach(
        (name, amount) -> {
          if (name.startsWith("hugepages-")) {
            mixed.put(name, amount);
          }
        });
    return new Resources(
        list.has(CPU) ? given.cpu : cpu, list.has(MEMORY) ? given.memory : memory, pods, mixed);
  }

  private Resources merge(Resources other, LongBinaryOperator combine) {
    return new Resources(
        combine.applyAsLong(cpu, other.cpu),
        combine.applyAsLong(memory, other.memory),
        combine.applyAsLong(pods, other.pods),
        merged(other.others, combine));
  }

  private Map<String, Long> merged(Map<String, Long> more, LongBinaryOperator combine) {
    if (more.isEmpty()) {
      return others;
    }
    Map<String, Long> merged = new TreeMap<>(others);
    more.forEach((name, amount) -> merged.merge(name, amount, combine::applyAsLong));
    return merged;
  }

  /** A sum that stays at the largest number instead of turning negative. */
  private static long cappedSum(long left, long right) {
    long sum = left + right;
    return ((left ^ sum) & (right ^ sum)) < 0 ? Long.MAX_VALUE : sum;
  }

  /** Whether this much is left of what is offered when something is taken already. */
  public boolean fits(Resources offered, Resources taken) {
    return isLeft(cpu, offered.cpu, taken.cpu)
        && isLeft(memory, offered.memory, taken.memory)
        && isLeft(pods, offered.pods, taken.pods)
        && (others.isEmpty() || lacking(offered, taken).isEmpty());
  }

  /** The names of what is short when this much is wanted, in order. */
  public List<String> lacking(Resources offered, Resources taken) {
    List<String> names = new ArrayList<>();
    named()
        .forEach(
            (name, wanted) -> {
              if (!isLeft(wanted, offered.get(name), taken.get(name))) {
                names.add(name);
              }
            });
    return names;
  }

  /** What is not wanted is not missing either, however little there is. */
  private static boolean isLeft(long wanted, long offered, long taken) {
    return wanted <= 0 || wanted <= offered - taken;
  }

  private Map<String, Long> named() {
    Map<String, Long> all = new TreeMap<>(others);
    all.put(CPU, cpu);
    all.put(MEMORY, memory);
    all.put(PODS, pods);
    return all;
  }

  private long get(String name) {
    return switch (name) {
      case CPU -> cpu;
      case MEMORY -> memory;
      case PODS -> pods;
      default -> others.getOrDefault(name, 0L);
    };
  }
}
