package io.shiplog.model.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.shiplog.model.schema.Schema.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Compares every schema with Kubernetes' own OpenAPI 2 document, where one is at hand: at the path
 * in the system property {@code shiplog.openapi.oracle}, or in a folder {@code shared} beside this
 * project.
 */
class SchemaOracleTest {

  private static final String FILE = "shared/facts/openapi/kubernetes-1.36.0.json.gz";
  private static final ObjectMapper MAPPER = new JsonMapper();

  private static final Map<String, String> PLAIN =
      Map.of(
          "io.k8s.apimachinery.pkg.apis.meta.v1.Time", "STRING date-time",
          "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime", "STRING date-time",
          "io.k8s.apimachinery.pkg.util.intstr.IntOrString", "INT_OR_STRING int-or-string",
          "io.k8s.apimachinery.pkg.api.resource.Quantity", "INT_OR_STRING quantity");

  private final Schemas schemas = Schemas.builtin();
  private final List<String> differences = new ArrayList<>();

  @Test
  void schemasAreThoseOfKubernetes() throws IOException {
    JsonNode oracle = oracle().path("definitions");
    for (String name : schemas.names()) {
      compare(name, oracle, schemas.definition(name).orElseThrow());
    }
    assertThat(differences).isEmpty();
  }

  private void compare(String name, JsonNode oracle, Schema schema) {
    JsonNode theirs = oracle.path(name);
    expect(
        name,
        "fields",
        names(theirs.path("properties")),
        new TreeSet<>(schema.properties().keySet()));
    expect(name, "required", texts(theirs.path("required")), new TreeSet<>(schema.required()));
    expect(name, "atomic", isAtomic(theirs), schema.atomicMap());
    schema
        .properties()
        .forEach(
            (field, ours) ->
                compareField(
                    name + "." + field, oracle, theirs.path("properties").path(field), ours));
  }

  private void compareField(String where, JsonNode oracle, JsonNode theirs, Schema ours) {
    expect(where, "type", shape(theirs, oracle), shape(ours));
    expect(
        where,
        "list",
        theirs.path("x-kubernetes-list-type").asText("atomic"),
        ours.list().name().toLowerCase(Locale.ROOT));
    expect(
        where,
        "keys",
        texts(theirs.path("x-kubernetes-list-map-keys")),
        new TreeSet<>(ours.mergeKeys()));
    expect(where, "atomic", isAtomic(theirs), ours.atomicMap());
    String strategy = theirs.path("x-kubernetes-patch-strategy").asText("");
    String key = theirs.path("x-kubernetes-patch-merge-key").asText(Schema.PRIMITIVE);
    expect(where, "patch", strategy.contains("merge") ? key : "", ours.patchMergeKey());
    expect(where, "retainKeys", strategy.contains("retainKeys"), ours.retainKeys());
  }

  private void expect(String where, String what, Object theirs, Object ours) {
    if (!theirs.equals(ours)) {
      differences.add(where + ": " + what + " is " + theirs + ", here " + ours);
    }
  }

  private static String shape(JsonNode theirs, JsonNode oracle) {
    String reference = theirs.path("$ref").asText("").replace("#/definitions/", "");
    if (PLAIN.containsKey(reference)) {
      return PLAIN.get(reference);
    }
    if (!reference.isEmpty()) {
      return oracle.path(reference).has("properties") ? reference : "ANY";
    }
    if (theirs.has("items")) {
      return "ARRAY of " + shape(theirs.path("items"), oracle);
    }
    if (theirs.has("additionalProperties")) {
      return "MAP of " + shape(theirs.path("additionalProperties"), oracle);
    }
    String type = theirs.path("type").asText();
    return type.equals("object")
        ? "ANY"
        : (type.toUpperCase(Locale.ROOT) + " " + theirs.path("format").asText("")).strip();
  }

  private String shape(Schema ours) {
    if (ours.type() == Type.ARRAY) {
      return "ARRAY of " + shape(ours.items());
    }
    if (ours.values() != null) {
      return "MAP of " + shape(ours.values());
    }
    if (!ours.reference().isEmpty()) {
      // A definition without fields is an empty object in the document, as raw values are.
      return schemas.resolve(ours).properties().isEmpty() ? "ANY" : ours.reference();
    }
    return (ours.type() + " " + ours.format()).strip();
  }

  private static boolean isAtomic(JsonNode theirs) {
    return theirs.path("x-kubernetes-map-type").asText("").equals("atomic");
  }

  private static Set<String> names(JsonNode object) {
    TreeSet<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> texts(JsonNode array) {
    TreeSet<String> texts = new TreeSet<>();
    array.forEach(entry -> texts.add(entry.asText()));
    return texts;
  }

  private static JsonNode oracle() throws IOException {
    String property = System.getProperty("shiplog.openapi.oracle", "");
    Path file =
        property.isEmpty()
            ? Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                .map(folder -> folder.resolve(FILE))
                .filter(Files::exists)
                .findFirst()
                .orElseGet(() -> abort("no OpenAPI document of Kubernetes to compare with"))
            : Path.of(property);
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return MAPPER.readTree(in);
    }
  }
}
