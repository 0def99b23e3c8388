package io.shiplog.ledger.decide.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import io.shiplog.model.schema.Decoded;
import io.shiplog.model.schema.Schema;
import io.shiplog.model.schema.Schemas;
import io.shiplog.model.schema.StrictDecoding;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of the normal form of any object, drawn from its schema with many empty fields. */
class NormalFormPropertyTest {

  private static final int OBJECTS = 150;

  private final Schemas schemas = Schemas.builtin();
  private final StrictDecoding decoding = new StrictDecoding(schemas);
  private Random random;

  static Stream<ResourceType> kinds() {
    return Catalogue.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isReachedAtOnceChangesNoMeaningAndDefaultsKeepIt(ResourceType type) {
    random = new Random(type.kind().hashCode());
    for (int i = 0; i < OBJECTS; i++) {
      ObjectNode object = struct(schemas.definition(type.definition()).orElseThrow(), 0);
      Decoded decoded = decoding.decode(type.definition(), object);
      assertThat(decoded.typeError()).isEmpty();
      ObjectNode normal = normalized(type, object);
      assertThat(normalized(type, normal)).as("again, of %s", object).isEqualTo(normal);
      assertThat(normalized(type, decoded.object())).isEqualTo(normal);
      assertThat(full(normal)).as("what is not empty").isEqualTo(full(decoded.object()));
      ObjectNode defaulted = normal.deepCopy();
      Rules.of(type).setDefaults(defaulted);
      assertThat(normalized(type, defaulted)).as("defaults of %s", normal).isEqualTo(defaulted);
    }
  }

  /** What a tree holds that is not empty. */
  private static JsonNode full(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = Json.object();
      object.properties().forEach(field -> copy.set(field.getKey(), full(field.getValue())));
      copy.properties().removeIf(field -> empty(field.getValue()));
      return copy;
    }
    if (node.isArray()) {
      var copy = Json.array();
      node.forEach(item -> copy.add(full(item)));
      return copy;
    }
    return node;
  }

  private static boolean empty(JsonNode node) {
    return node.isContainerNode() ? node.isEmpty() : !node.asBoolean(!node.asText().isEmpty());
  }

  private ObjectNode normalized(ResourceType type, ObjectNode object) {
    return decoding.normalize(type.definition(), object).object();
  }

  private ObjectNode struct(Schema schema, int depth) {
    ObjectNode object = Json.object();
    schema
        .properties()
        .forEach(
            (name, field) -> {
              if (random.nextInt(8) < 3) {
                object.set(name, value(field, depth + 1));
              }
            });
    return object;
  }

  private JsonNode value(Schema schema, int depth) {
    boolean empty = random.nextInt(3) == 0 || depth > 9;
    return switch (schema.type()) {
      case OBJECT -> random.nextInt(8) == 0 ? NullNode.getInstance() : object(schema, empty, depth);
      case ARRAY -> {
        var array = Json.array();
        for (int i = empty ? 2 : 0; i < 2; i++) {
          array.add(value(schema.items(), depth + 1));
        }
        yield array;
      }
      case STRING ->
          schema.format().equals("date-time")
              ? TextNode.valueOf("2026-01-01T00:00:00Z")
              : TextNode.valueOf(empty ? "" : "QUFB");
      case INTEGER, NUMBER -> IntNode.valueOf(empty ? 0 : 7);
      case BOOLEAN -> BooleanNode.valueOf(!empty);
      case INT_OR_STRING -> TextNode.valueOf(empty ? "0" : "5");
      case ANY -> Json.object().put("f:a", "b");
    };
  }

  private JsonNode object(Schema schema, boolean empty, int depth) {
    if (empty) {
      return Json.object();
    }
    return schema.values() == null
        ? struct(schemas.resolve(schema), depth)
        : Json.object().set("k", value(schema.values(), depth + 1));
  }
}
