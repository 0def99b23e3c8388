package io.shiplog.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Random;

/** JSON from a seed: every type of value, texts that look like JSON, what is empty. */
public final class RandomTrees {

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "metadata",
          "managedFields",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\\"",
          "}]\\",
          "\"managedFields\":null",
          "null",
          "\u0000",
          "\n\t",
          "\u00e4\ud83d\ude00",
          "\u2028");

  private final Random random;

  /** Trees that follow from the seed. */
  public RandomTrees(long seed) {
    this.random = new Random(seed);
  }

  /** A value of any type, this deep at the most. */
  public JsonNode any(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> Json.object().nullNode();
      case 1 -> Json.object().booleanNode(random.nextBoolean());
      case 2 -> Json.object().numberNode(random.nextInt());
      case 3 -> Json.object().numberNode(random.nextDouble());
      case 4 -> Json.object().numberNode(random.nextLong());
      case 5, 6 -> TextNode.valueOf(text());
      case 7 -> array(depth - 1);
      default -> object(depth - 1);
    };
  }

  /** An object, which may be empty. */
  public ObjectNode object(int depth) {
    ObjectNode object = Json.object();
    for (int field = random.nextInt(4); field > 0; field--) {
      object.set(text(), any(depth));
    }
    return object;
  }

  private ArrayNode array(int depth) {
    ArrayNode array = Json.array();
    for (int element = random.nextInt(4); element > 0; element--) {
      array.add(any(depth));
    }
    return array;
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }
}
