package io.shiplog.gateway.reference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One request of the corpus, as its file has it.
 *
 * @param name what it asks, unique in its theme
 * @param method HTTP's
 * @param path with its query; {@code ${…}} stands for what an earlier answer said
 * @param type the Content-Type; empty sends none
 * @param accept the Accept header; empty sends none
 * @param body what is sent, {@code ${…}} as in the path; empty sends nothing
 * @param managedFields whether the answer's managedFields are worth looking at
 */
record Ask(
    String name,
    String method,
    String path,
    String type,
    String accept,
    String body,
    boolean managedFields) {

  private static final Map<String, String> TYPES =
      Map.of(
          "merge", "application/merge-patch+json",
          "strategic", "application/strategic-merge-patch+json",
          "json-patch", "application/json-patch+json",
          "apply", "application/apply-patch+yaml",
          "yaml", "application/yaml");

  private static final Map<String, String> VIEWS =
      Map.of(
          "table", "application/json;as=Table;v=v1;g=meta.k8s.io",
          "partial", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
          "partials", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");

  /**
   * Reads one entry: its first field is the name, with method and path; then {@code body}, or
   * {@code like} a manifest {@code but} for a merge patch, or {@code text}; {@code type} and {@code
   * accept}, where frequent ones have short names; {@code managedFields}.
   */
  static Ask of(JsonNode entry, Theme.Manifests manifests, String namespace) {
    Map.Entry<String, JsonNode> first = entry.properties().iterator().next();
    String[] line = first.getValue().asText().split(" ", 2);
    String type = entry.path("type").asText("application/json");
    String accept = entry.path("accept").asText("application/json");
    return new Ask(
        first.getKey(),
        line[0],
        Paths.whole(line[1], namespace),
        TYPES.getOrDefault(type, type),
        VIEWS.getOrDefault(accept, accept),
        text(entry, manifests),
        entry.path("managedFields").asBoolean(false));
  }

  private static String text(JsonNode entry, Theme.Manifests manifests) {
    if (entry.has("text")) {
      return entry.path("text").asText();
    }
    if (entry.has("like")) {
      return manifests.with(entry.path("like").asText(), entry.path("but")).toString();
    }
    return entry.has("body") ? entry.path("body").toString() : "";
  }
}
