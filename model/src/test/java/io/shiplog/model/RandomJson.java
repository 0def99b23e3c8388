package io.shiplog.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * JSON texts as anybody may write them: every kind of value, escapes, and space where it may be.
 */
final class RandomJson {

  private static final List<String> SCALARS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-1.5e+3",
          "\"\"",
          "\"a\"",
          "\"\\\"]}\"",
          "\"\\\\\"",
          "\"\\u0022,\"",
          "\"{[\"",
          "\"managedFields\"",
          "[]",
          "{}",
          "\"\u00e9\u20ac\"");
  private static final List<String> NAMES =
      List.of("a", "b c", "\\\"", "\\\\", "spec", "managedFields", "metadata", "}");
  private static final List<String> SPACES = List.of("", "", "", " ", "\n", "\t \r\n");

  private final Random random;

  private RandomJson(Random random) {
    this.random = random;
  }

  /** An object, mostly with metadata, which mostly have managedFields. */
  static String objectWithMetadata(Random random) {
    RandomJson json = new RandomJson(random);
    List<String> metadata = json.fields(2, List.of("name", "labels", "uid", "metadata"));
    if (random.nextInt(5) > 0) {
      metadata.add(json.field("managedFields", json.value(3)));
    }
    List<String> fields = json.fields(2, List.of("kind", "spec", "managedFields", "}"));
    if (random.nextInt(10) > 0) {
      fields.add(json.field("metadata", json.object(metadata)));
    }
    return json.space() + json.object(fields) + json.space();
  }

  private String value(int depth) {
    int kind = depth == 0 ? 2 : random.nextInt(4);
    if (kind == 0) {
      return object(fields(depth - 1, NAMES));
    }
    if (kind == 1) {
      List<String> items = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        items.add(value(depth - 1));
      }
      return "[" + space() + String.join(space() + "," + space(), items) + space() + "]";
    }
    return SCALARS.get(random.nextInt(SCALARS.size()));
  }

  private List<String> fields(int depth, List<String> names) {
    List<String> fields = new ArrayList<>();
    for (String name : names) {
      if (random.nextInt(3) == 0) {
        fields.add(field(name, value(depth)));
      }
    }
    return fields;
  }

  private String field(String name, String value) {
    return "\"" + name + "\"" + space() + ":" + space() + value;
  }

  private String object(List<String> fields) {
    Collections.shuffle(fields, random);
    return "{" + space() + String.join(space() + "," + space(), fields) + space() + "}";
  }

  private String space() {
    return SPACES.get(random.nextInt(SPACES.size()));
  }
}
