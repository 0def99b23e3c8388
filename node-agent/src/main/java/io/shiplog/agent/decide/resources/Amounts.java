package io.shiplog.agent.decide.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.quantity.Quantity;

/**
 * Amounts of what every node has.
 *
 * @param cpu in thousandths of a core
 * @param memory in bytes
 * @param storage ephemeral storage in bytes
 */
public record Amounts(long cpu, long memory, long storage) {

  /** Nothing. */
  public static final Amounts NONE = new Amounts(0, 0, 0);

  /** Reads a list such as {@code requests}; what is not in it is zero. */
  public static Amounts of(JsonNode list) {
    return new Amounts(
        quantity(list, "cpu").milliValue(),
        quantity(list, "memory").value(),
        quantity(list, "ephemeral-storage").value());
  }

  private static Quantity quantity(JsonNode list, String name) {
    return Quantity.tryParse(list.path(name)).orElse(Quantity.ZERO);
  }

  /** The sum of each. */
  public Amounts plus(Amounts other) {
    return new Amounts(cpu + other.cpu, memory + other.memory, storage + other.storage);
  }

  Amounts max(Amounts other) {
    return new Amounts(
        Math.max(cpu, other.cpu), Math.max(memory, other.memory), Math.max(storage, other.storage));
  }

  /** Another's amounts where it has some, else these. */
  Amounts overriddenBy(Amounts other) {
    return new Amounts(
        other.cpu > 0 ? other.cpu : cpu,
        other.memory > 0 ? other.memory : memory,
        other.storage > 0 ? other.storage : storage);
  }
}
