package io.shiplog.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.shiplog.model.Json;
import io.shiplog.topics.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.yaml.snakeyaml.LoaderOptions;

/** Trees from and to text that people write and read. */
public final class Yaml {

  private static final ObjectMapper MAPPER = new YAMLMapper(factory(false));
  private static final YAMLFactory LENIENT = factory(true);

  private Yaml() {}

  /**
   * Parses one YAML document; JSON is YAML too.
   *
   * @throws IllegalArgumentException if it cannot be read; the message says why and where
   */
  public static JsonNode parse(byte[] bytes) {
    try {
      return MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes parsers that let a field be named twice, for readers that report it. */
  static YAMLFactory lenientFactory() {
    return LENIENT;
  }

  /** A tree as YAML. */
  public static byte[] bytes(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as YAML", e);
    }
  }

  /** A tree as indented JSON. */
  static byte[] prettyJson(JsonNode tree) {
    try {
      return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON", e);
    }
  }

  private static YAMLFactory factory(boolean duplicates) {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(Limits.MAX_REQUEST_BYTES);
    limits.setAllowDuplicateKeys(duplicates);
    return YAMLFactory.builder()
        .loaderOptions(limits)
        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
        .build();
  }
}
