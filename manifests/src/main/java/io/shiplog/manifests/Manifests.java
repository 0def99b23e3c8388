package io.shiplog.manifests;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.Nesting;
import io.shiplog.model.schema.DuplicateFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The objects in a text of manifests, as {@code kubectl apply -f} finds them: one or more documents
 * of YAML or JSON, those that say nothing left out, the items of lists in the place of the list.
 */
public final class Manifests {

  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(Nesting.CONSTRAINTS).build();

  private Manifests() {}

  /**
   * What a text holds.
   *
   * @param objects in their order
   * @param duplicates what is to be said of keys that were set twice; the last one counts
   */
  public record Found(List<Manifest> objects, List<String> duplicates) {}

  /**
   * Reads a text.
   *
   * @throws ManifestException naming document and line of what cannot be read
   */
  public static Found read(byte[] text) {
    List<YamlDocument> documents = json(text).orElseGet(() -> yaml(text));
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < documents.size(); i++) {
      YamlDocument document = documents.get(i);
      int number = i + 1;
      document
          .duplicates()
          .forEach(said -> found.duplicates().add("document " + number + ", " + said));
      if (document.tree() instanceof ObjectNode object) {
        add(object, number, document.line(), found.objects());
      } else if (!document.tree().isNull()) {
        throw new ManifestException(
            place(number, document.line()) + ": a manifest must be an object");
      }
    }
    return found;
  }

  static String place(int document, int line) {
    return "document " + document + ", line " + line;
  }

  /**
   * The documents of a text that is JSON. Of YAML it is no part in all respects: pairs of escapes
   * are one character, and a slash may be escaped.
   */
  private static Optional<List<YamlDocument>> json(byte[] text) {
    int first = 0;
    while (first < text.length && Character.isWhitespace(text[first])) {
      first++;
    }
    if (first == text.length || text[first] != '{') {
      return Optional.empty();
    }
    List<YamlDocument> documents = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(text)) {
      while (true) {
        DuplicateFields.Parsed parsed = DuplicateFields.read(parser);
        if (parsed.tree().isMissingNode()) {
          return Optional.of(documents);
        }
        int line = parser.currentTokenLocation().getLineNr();
        documents.add(new YamlDocument(parsed.tree(), line, parsed.duplicates()));
      }
    } catch (IOException e) {
      // YAML may begin like that, too, and says better what is wrong.
      return Optional.empty();
    }
  }

  private static List<YamlDocument> yaml(byte[] text) {
    List<YamlDocument> documents = new ArrayList<>();
    try {
      YamlReader reader = new YamlReader(YamlText.decode(text));
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        documents.add(next.get());
      }
      return documents;
    } catch (YamlException e) {
      String where = e.line() == 0 ? "" : ", line " + e.line();
      throw new ManifestException(
          "document " + (documents.size() + 1) + where + ": " + e.problem());
    }
  }

  /** Items that name no kind are of the kind that the list is of, as kubectl takes it. */
  private static void add(ObjectNode object, int document, int line, List<Manifest> objects) {
    String kind = object.path("kind").asText("");
    if (!kind.endsWith("List") || !(object.get("items") instanceof ArrayNode items)) {
      objects.add(new Manifest(new KubeObject(object), document, line));
      return;
    }
    String itemKind = kind.substring(0, kind.length() - "List".length());
    for (JsonNode entry : items) {
      if (!(entry instanceof ObjectNode item)) {
        throw new ManifestException(
            place(document, line) + ": an item of the " + kind + " is no object");
      }
      if (!item.hasNonNull("kind") && !item.hasNonNull("apiVersion") && !itemKind.isEmpty()) {
        item.put("kind", itemKind);
        item.set("apiVersion", object.path("apiVersion"));
      }
      add(item, document, line, objects);
    }
  }
}
