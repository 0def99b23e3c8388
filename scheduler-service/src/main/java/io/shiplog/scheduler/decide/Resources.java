package io.shiplog.scheduler.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.quantity.Quantity;
import java.util.Map;
import java.util.TreeMap;

/**
 * Amounts by resource name, in whole numbers: {@code cpu} in thousandths of a core, everything else
 * in its own unit (bytes, pieces). Fractions are rounded up.
 */
public record Resources(Map<String, Long> amounts) {

  public static final String CPU = "cpu";
  public static final String MEMORY = "memory";
  public static final String PODS = "pods";

  /** Nothing of anything. */
  public static final Resources NONE = new Resources(Map.of());

  /** Reads a resource list such as {@code requests}; what is no quantity counts as nothing. */
  public static Resources of(JsonNode list) {
    Map<String, Long> amounts = new TreeMap<>();
    list.properties()
        .forEach(
            entry ->
                Quantity.tryParse(entry.getValue())
                    .ifPresent(q -> amounts.put(entry.getKey(), whole(entry.getKey(), q))));
    return amounts.isEmpty() ? NONE : new Resources(amounts);
  }

  private static long whole(String name, Quantity quantity) {
    return name.equals(CPU) ? quantity.milliValue() : quantity.value();
  }

  /** The amount of a resource; 0 where it is not named. */
  public long get(String name) {
    return amounts.getOrDefault(name, 0L);
  }

  /** The sum, for each resource. */
  public Resources plus(Resources other) {
    return merge(other, Resources::cappedSum);
  }

  /** The greater amount, for each resource. */
  public Resources max(Resources other) {
    return merge(other, Math::max);
  }

  private Resources merge(
      Resources other, java.util.function.BiFunction<Long, Long, Long> combine) {
    if (other.amounts.isEmpty()) {
      return this;
    }
    Map<String, Long> merged = new TreeMap<>(amounts);
    other.amounts.forEach((name, amount) -> merged.merge(name, amount, combine));
    return new Resources(merged);
  }

  /** A sum that stays at the largest number instead of turning negative. */
  private static long cappedSum(long left, long right) {
    long sum = left + right;
    return ((left ^ sum) & (right ^ sum)) < 0 ? Long.MAX_VALUE : sum;
  }
}
