package io.shiplog.deployment.decide;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Compares JSON by what it says: a number is the same whether it came as an int or as a long. */
public final class Same {

  private static final Comparator<JsonNode> BY_VALUE =
      (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
          return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
      };

  private Same() {}

  /** Whether the two trees say the same. */
  public static boolean json(JsonNode one, JsonNode other) {
    return one.equals(BY_VALUE, other);
  }
}
