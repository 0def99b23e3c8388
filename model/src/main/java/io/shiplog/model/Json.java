package io.shiplog.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reading, writing and walking JSON trees, configured once. */
public final class Json {

  private static final RecentTexts TEXTS = new RecentTexts();

  /**
   * The one mapper: unknown properties ignored, nulls and empties left out, fields that stand in a
   * tree twice refused. (Trees notice that as they grow; to have the parser watch all names costs
   * half as much again as parsing.)
   */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder(
              // Names that are different in every object, of labels and managed fields, would fill
              // the JVM's table of strings; the parser shares those that come again anyway.
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .streamReadConstraints(Nesting.RECORDS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .serializationInclusion(JsonInclude.Include.NON_EMPTY)
          .nodeFactory(TEXTS)
          .build();

  private static final ObjectReader WRITTEN =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  /** A text that is equal to this one, and shared with others who asked for it lately. */
  static String shared(String text) {
    return TEXTS.text(text);
  }

  /** A new empty object. */
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /** A new empty array. */
  public static ArrayNode array() {
    return NODES.arrayNode();
  }

  /**
   * Parses one JSON document.
   *
   * @throws IllegalArgumentException if the bytes are not exactly one JSON document; the message
   *     says where
   */
  public static JsonNode parse(byte[] bytes) {
    try {
      JsonNode node = MAPPER.readTree(bytes);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses one JSON object.
   *
   * @throws IllegalArgumentException if the bytes are anything but a JSON object
   */
  public static ObjectNode parseObject(byte[] bytes) {
    if (parse(bytes) instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException("not a JSON object");
  }

  /**
   * Parses one JSON object that {@link #bytes} wrote: no field can stand in it twice, so nobody
   * looks.
   *
   * @throws IllegalArgumentException if the bytes are anything but a JSON object
   */
  public static ObjectNode parseWritten(byte[] bytes) {
    try {
      if (WRITTEN.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalArgumentException("not a JSON object");
  }

  /**
   * Parses one JSON object from text.
   *
   * @throws IllegalArgumentException if the text is anything but a JSON object
   */
  public static ObjectNode parseObject(String text) {
    return parseObject(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Serializes a tree, or a record of this module, as compact UTF-8 JSON. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** Serializes a tree as JSON that people read, with line breaks. */
  public static byte[] pretty(JsonNode tree) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON", e);
    }
  }

  /**
   * The node at a path of object fields, or a missing node; never null.
   *
   * <pre>at(pod, "spec", "nodeName").asText("")</pre>
   */
  public static JsonNode at(JsonNode root, String... path) {
    JsonNode node = root;
    for (String field : path) {
      node = node.path(field);
    }
    return node;
  }

  /** The text at a path, or the empty string. */
  public static String text(JsonNode root, String... path) {
    return at(root, path).asText("");
  }

  /** The object at a path, created (with its parents) where it is absent or not an object. */
  public static ObjectNode ensure(ObjectNode root, String... path) {
    ObjectNode node = root;
    for (String field : path) {
      node = node.get(field) instanceof ObjectNode child ? child : node.putObject(field);
    }
    return node;
  }
}
