package io.shiplog.gateway.http.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code APIGroupDiscoveryList}: every group, version and resource in one document. Both versions
 * of it say the same in the same fields.
 */
enum AggregatedForm {
  V2("v2"),
  V2BETA1("v2beta1");

  private final String version;

  AggregatedForm(String version) {
    this.version = version;
  }

  /**
   * The form a client would rather have than the plain one; empty if that is the plain one.
   *
   * @param accept the request's Accept header, in the client's order of preference; may be null
   */
  static Optional<AggregatedForm> preferred(String accept) {
    if (accept == null) {
      return Optional.empty();
    }
    for (String range : accept.split(",")) {
      String type = range.replace(" ", "");
      for (AggregatedForm form : values()) {
        if (form.matches(type)) {
          return Optional.of(form);
        }
      }
      if (!type.contains(";as=")) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private boolean matches(String mediaRange) {
    List<String> parts = List.of(mediaRange.split(";"));
    return parts.getFirst().equals(Document.JSON)
        && parts.contains("g=apidiscovery.k8s.io")
        && parts.contains("v=" + version)
        && parts.contains("as=APIGroupDiscoveryList");
  }

  /** The document about these groups, their versions and kinds. */
  Document document(Map<String, Map<String, List<ResourceType>>> groups) {
    ObjectNode document =
        Json.object()
            .put("kind", "APIGroupDiscoveryList")
            .put("apiVersion", "apidiscovery.k8s.io/" + version);
    document.putObject("metadata");
    ArrayNode items = document.putArray("items");
    groups.forEach((group, versions) -> group(items.addObject(), group, versions));
    return Document.of(
        "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList",
        document.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void group(
      ObjectNode target, String name, Map<String, List<ResourceType>> versions) {
    ObjectNode metadata = target.putObject("metadata");
    if (!name.isEmpty()) {
      metadata.put("name", name);
    }
    ArrayNode list = target.putArray("versions");
    versions.forEach(
        (version, types) -> {
          ObjectNode entry = list.addObject().put("version", version);
          ArrayNode resources = entry.putArray("resources");
          types.stream()
              .sorted(Comparator.comparing(ResourceType::plural))
              .forEach(type -> resource(resources.addObject(), type));
          entry.put("freshness", "Current");
        });
  }

  private static void resource(ObjectNode target, ResourceType type) {
    target.put("resource", type.plural());
    responseKind(target, type.group(), type.version(), type.kind());
    target.put("scope", type.namespaced() ? "Namespaced" : "Cluster");
    target.put("singularResource", type.singular());
    ResourceDocuments.putTexts(target, "verbs", Verbs.of(type));
    if (!type.shortNames().isEmpty()) {
      ResourceDocuments.putTexts(target, "shortNames", type.shortNames());
    }
    if (!type.categories().isEmpty()) {
      ResourceDocuments.putTexts(target, "categories", type.categories());
    }
    if (!type.subresources().isEmpty()) {
      ArrayNode subresources = target.putArray("subresources");
      type.subresources().stream()
          .sorted()
          .forEach(name -> subresource(subresources.addObject(), type, name));
    }
  }

  private static void subresource(ObjectNode target, ResourceType type, String name) {
    Subresource about = Subresource.of(type, name);
    target.put("subresource", name);
    responseKind(target, about.group(), about.version(), about.kind());
    ResourceDocuments.putTexts(target, "verbs", about.verbs());
  }

  private static void responseKind(ObjectNode target, String group, String version, String kind) {
    target.putObject("responseKind").put("group", group).put("version", version).put("kind", kind);
  }
}
