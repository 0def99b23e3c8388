package io.shiplog.model.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads one document, JSON or YAML, that may name a field twice: the last one counts, as in
 * kube-apiserver, and every duplicate is reported for strict validation.
 */
public final class DuplicateFields {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** As many as kube-apiserver's decoder lists. */
  private static final int MOST = 100;

  private final JsonParser parser;
  private final List<Object> path = new ArrayList<>();
  private final Set<String> duplicates = new LinkedHashSet<>();

  /**
   * A document that was read.
   *
   * @param tree what it says
   * @param duplicates such as {@code duplicate field "spec.replicas"}, in the order met
   */
  public record Parsed(JsonNode tree, List<String> duplicates) {}

  private DuplicateFields(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads the next document. The parser must be one without STRICT_DUPLICATE_DETECTION, and stands
   * behind the document afterwards.
   *
   * @return the document; a missing node where the input is at its end
   * @throws IOException if the input is malformed; Jackson's message says where
   */
  public static Parsed read(JsonParser parser) throws IOException {
    DuplicateFields reader = new DuplicateFields(parser);
    JsonNode tree =
        parser.nextToken() == null ? NODES.missingNode() : reader.value(parser.currentToken());
    return new Parsed(tree, List.copyOf(reader.duplicates));
  }

  /** What is said of a field that is given twice. */
  static String text(List<Object> path) {
    return "duplicate field \"" + FieldPaths.text(path) + "\"";
  }

  private JsonNode value(JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      default -> NODES.textNode(parser.getText());
    };
  }

  private JsonNode integer() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private ObjectNode object() throws IOException {
    ObjectNode object = Json.object();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      path.add(name);
      if (object.remove(name) != null && duplicates.size() < MOST) {
        duplicates.add(text(path));
      }
      object.set(name, value(parser.nextToken()));
      path.removeLast();
    }
    return object;
  }

  private ArrayNode array() throws IOException {
    ArrayNode array = Json.array();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      path.add(array.size());
      array.add(value(parser.currentToken()));
      path.removeLast();
    }
    return array;
  }
}
