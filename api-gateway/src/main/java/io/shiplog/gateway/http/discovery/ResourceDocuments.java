package io.shiplog.gateway.http.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code APIResourceList}: the old form of discovery, a document for each group and version. */
final class ResourceDocuments {

  private ResourceDocuments() {}

  static Document list(List<ResourceType> types) {
    ResourceType any = types.getFirst();
    ObjectNode document = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    document.put("groupVersion", any.apiVersion());
    Map<String, ObjectNode> byName = new TreeMap<>();
    for (ResourceType type : types) {
      byName.put(type.plural(), resource(type));
      for (String name : type.subresources()) {
        byName.put(type.plural() + "/" + name, subresource(type, name));
      }
    }
    document.putArray("resources").addAll(byName.values());
    return Document.json(document.toString());
  }

  private static ObjectNode resource(ResourceType type) {
    ObjectNode resource =
        Json.object()
            .put("name", type.plural())
            .put("singularName", type.singular())
            .put("namespaced", type.namespaced())
            .put("kind", type.kind());
    putTexts(resource, "verbs", Verbs.of(type));
    if (!type.shortNames().isEmpty()) {
      putTexts(resource, "shortNames", type.shortNames());
    }
    if (!type.categories().isEmpty()) {
      putTexts(resource, "categories", type.categories());
    }
    return resource;
  }

  private static ObjectNode subresource(ResourceType type, String name) {
    Subresource about = Subresource.of(type, name);
    ObjectNode resource =
        Json.object()
            .put("name", type.plural() + "/" + name)
            .put("singularName", "")
            .put("namespaced", type.namespaced());
    if (!about.group().equals(type.group()) || !about.version().equals(type.version())) {
      resource.put("group", about.group()).put("version", about.version());
    }
    resource.put("kind", about.kind());
    putTexts(resource, "verbs", about.verbs());
    return resource;
  }

  /** Adds an array of texts. */
  static void putTexts(ObjectNode target, String name, List<String> texts) {
    ArrayNode array = target.putArray(name);
    texts.forEach(array::add);
  }
}
