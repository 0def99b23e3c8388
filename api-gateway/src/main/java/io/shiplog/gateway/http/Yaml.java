package io.shiplog.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.shiplog.model.Json;
import io.shiplog.model.Nesting;
import io.shiplog.topics.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.scanner.ScannerException;

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
      throw new IllegalArgumentException(wrong(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a text, in the words that clients of kube-apiserver know. */
  static String wrong(IOException failure) {
    if (failure.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null) {
      Mark at = marked.getProblemMark();
      // Go's reader counts lines from one only while it makes out words, and ends the last line.
      boolean ended = marked.getProblem().contains("<stream end>") && at.getColumn() > 0;
      int line = at.getLine() + (ended || marked instanceof ScannerException ? 1 : 0);
      String problem =
          marked.getProblem().startsWith("expected the node content")
              ? "did not find expected node content"
              : marked.getProblem();
      return "yaml: " + (line == 0 ? "" : "line " + line + ": ") + problem;
    }
    if (failure instanceof StreamConstraintsException) {
      return "yaml:" + Nesting.EXCEEDED + " of " + Nesting.MAX;
    }
    return "yaml: " + String.valueOf(failure.getMessage()).lines().findFirst().orElse("unreadable");
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
        .streamReadConstraints(Nesting.CONSTRAINTS)
        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
        .build();
  }
}
