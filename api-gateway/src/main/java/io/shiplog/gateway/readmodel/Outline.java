package io.shiplog.gateway.readmodel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.io.IOException;

/**
 * The part of an object that selectors look at: the scalars of its first two levels, and its
 * labels. All else is passed over, which takes a fraction of the time and memory of a whole tree.
 */
final class Outline {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(500).build())
          .build();

  private Outline() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if the bytes are not exactly one JSON object
   */
  static ObjectNode of(byte[] json) {
    ObjectNode outline = Json.object();
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("not a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.START_OBJECT) {
          section(parser, outline.putObject(name), name.equals("metadata"));
        } else {
          scalar(parser, outline, name);
        }
      }
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("more than one JSON object");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not a JSON object: " + e.getMessage(), e);
    }
    return outline;
  }

  private static void section(JsonParser parser, ObjectNode section, boolean metadata)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      boolean labels = metadata && name.equals("labels");
      if (parser.nextToken() == JsonToken.START_OBJECT && labels) {
        section(parser, section.putObject(name), false);
      } else {
        scalar(parser, section, name);
      }
    }
  }

  private static void scalar(JsonParser parser, ObjectNode into, String name) throws IOException {
    switch (parser.currentToken()) {
      case VALUE_STRING -> into.put(name, parser.getText());
      case VALUE_NUMBER_INT -> into.put(name, parser.getLongValue());
      case VALUE_TRUE, VALUE_FALSE -> into.put(name, parser.getBooleanValue());
      default -> parser.skipChildren();
    }
  }
}
