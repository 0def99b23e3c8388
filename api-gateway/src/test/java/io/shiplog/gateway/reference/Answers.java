package io.shiplog.gateway.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The recorded answers: a file for each theme, a line for each request. */
final class Answers {

  private static final String FOLDER = "reference/answers/";

  private Answers() {}

  /** What was recorded of a theme, by the requests' names. */
  static JsonNode read(Theme theme) throws IOException {
    try (InputStream file =
        Answers.class.getResourceAsStream("/" + FOLDER + theme.name() + ".json")) {
      if (file == null) {
        throw new IOException("nothing was recorded of " + theme.name());
      }
      return Json.MAPPER.readTree(file);
    }
  }

  /** Writes what is read by {@link #read}, to the sources of this module. */
  static void write(Theme theme, Map<String, ObjectNode> answers) throws IOException {
    String lines =
        answers.entrySet().stream()
            .map(answer -> quoted(answer.getKey()) + ": " + answer.getValue())
            .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    Path file = Path.of("src/test/resources", FOLDER, theme.name() + ".json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, lines);
  }

  private static String quoted(String name) {
    return Json.MAPPER.getNodeFactory().textNode(name).toString();
  }
}
