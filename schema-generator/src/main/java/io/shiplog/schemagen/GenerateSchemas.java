package io.shiplog.schemagen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Writes every published definition to one compressed file, a line each: the definition's name, a
 * tab, its schema as JSON in OpenAPI's words. Lines rather than one document, so that a reader may
 * parse only the definitions it meets.
 */
public final class GenerateSchemas {

  private GenerateSchemas() {}

  /**
   * Writes the file.
   *
   * @param args the path to write
   * @throws IOException if it cannot be written
   * @throws IllegalStateException if the tables and the client's classes contradict each other
   */
  public static void main(String[] args) throws IOException {
    Path output = Path.of(args[0]);
    Map<String, ObjectNode> definitions = definitions();
    Files.createDirectories(output.getParent());
    try (BufferedWriter writer =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(output)), StandardCharsets.UTF_8))) {
      for (Map.Entry<String, ObjectNode> definition : definitions.entrySet()) {
        writer.write(definition.getKey() + "\t" + definition.getValue() + "\n");
      }
    }
  }

  /** Every published definition, in the order of {@code definitions.txt}. */
  static Map<String, ObjectNode> definitions() {
    DefinitionNames names = DefinitionNames.load();
    MergeKeys mergeKeys = MergeKeys.load();
    Presences presences = Presences.load();
    DefinitionBuilder builder = new DefinitionBuilder(names, mergeKeys, presences);
    Map<String, ObjectNode> definitions = new LinkedHashMap<>();
    names.all().forEach(name -> definitions.put(name, builder.build(name)));
    if (!mergeKeys.unused().isEmpty()) {
      throw new IllegalStateException(
          "merge-keys.tsv has rows for what is not there: " + mergeKeys.unused());
    }
    if (!presences.unused().isEmpty()) {
      throw new IllegalStateException(
          "presence.tsv names what is not there: " + presences.unused());
    }
    return definitions;
  }
}
