package io.shiplog.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What the library that kube-apiserver and kubectl read YAML with makes of a few hundred texts,
 * recorded in {@code cases.tsv} by the program in {@code src/test/recorder}, is what is made of
 * them here: the same JSON, or the same words.
 */
class YamlReferenceTest {

  private static final String TAB = "found character that cannot start any token";

  /** Where SnakeYAML differs, and it is left at that: the text, and what becomes of it here. */
  private static final Map<String, String> DIFFERENCES =
      Map.of(
          // Directives that say nothing are passed over, as YAML 1.2 wants.
          "%FOO\n---\na: b\n",
          "{a=\"b\"}",
          "%YAML 1.2\n---\na: b\n",
          "{a=\"b\"}",
          // A tab is no indentation; Go has several words for it.
          "a: |\n  x\n\ty\n",
          error("yaml: line 3: " + TAB),
          "a: |\n\tx\n",
          error("yaml: line 2: " + TAB),
          "a:\n  b: c\n\td: e\n",
          error("yaml: line 3: " + TAB));

  @Test
  void everyTextGivesWhatKubernetesMakesOfIt() throws IOException {
    Map<String, String> wrong = new TreeMap<>();
    for (String line : lines()) {
      String[] columns = line.split("\t");
      String text = Json.parse(bytes(columns[0])).textValue();
      String expected = DIFFERENCES.getOrDefault(text, normal(columns[1]));
      String strict = columns.length > 2 ? columns[2] : "";
      String found = answer(text);
      String foundStrict = strict(text);
      if (!found.equals(expected) || !foundStrict.equals(strict)) {
        wrong.put(columns[0], expected + " " + strict + " BUT " + found + " " + foundStrict);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (InputStream file = YamlReferenceTest.class.getResourceAsStream("/cases.tsv");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      reader.lines().forEach(lines::add);
    }
    assertThat(lines).hasSizeGreaterThan(300);
    return lines;
  }

  private static String answer(String text) {
    try {
      return sorted(Yaml.parse(bytes(text)));
    } catch (YamlException e) {
      return error(e.getMessage());
    }
  }

  private static String strict(String text) {
    try {
      List<String> errors = Yaml.read(bytes(text)).strictErrors();
      return errors.isEmpty() ? "" : error(errors.getFirst());
    } catch (YamlException e) {
      return "";
    }
  }

  /** Go writes keys in order. */
  private static String normal(String answer) {
    return answer.startsWith("!")
        ? error(Json.parse(bytes(answer.substring(1))).textValue())
        : sorted(Json.parse(bytes(answer)));
  }

  private static String sorted(JsonNode tree) {
    if (tree.isObject()) {
      Map<String, String> fields = new TreeMap<>();
      tree.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      return fields.toString();
    }
    if (tree.isArray()) {
      List<String> items = new ArrayList<>();
      tree.forEach(item -> items.add(sorted(item)));
      return items.toString();
    }
    return tree.toString();
  }

  private static String error(String message) {
    return "! " + new String(Json.bytes(message), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
