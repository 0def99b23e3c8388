package io.shiplog.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The objects in a file of manifests. */
final class Manifests {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Manifests() {}

  /** One object of a manifest with the URL it has. */
  record Manifest(ResourceType type, KubeObject object) {

    String namespace() {
      return object.namespace().isEmpty() ? "default" : object.namespace();
    }

    /** {@code deployment.apps/nginx}, as kubectl names it. */
    String label() {
      String group = type.group().isEmpty() ? "" : "." + type.group();
      return type.singular() + group + "/" + object.name();
    }

    String path() {
      String root = type.group().isEmpty() ? "/api/" : "/apis/" + type.group() + "/";
      String scope = type.namespaced() ? "/namespaces/" + namespace() : "";
      return root + type.version() + scope + "/" + type.plural() + "/" + object.name();
    }
  }

  /**
   * Reads a file of one or more YAML or JSON documents.
   *
   * @throws LaunchException naming the document that cannot be read or whose kind is not served
   */
  static List<Manifest> read(Path file) {
    if (!Files.isReadable(file)) {
      throw new LaunchException("there is no file " + file);
    }
    List<Manifest> manifests = new ArrayList<>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      while (documents.hasNext()) {
        if (documents.next() instanceof ObjectNode json) {
          manifests.add(manifest(file, new KubeObject(json)));
        }
      }
    } catch (IOException e) {
      throw new LaunchException(file + " cannot be read as YAML", e);
    }
    return manifests;
  }

  private static Manifest manifest(Path file, KubeObject object) {
    ResourceType type =
        Catalogue.byKind(object.apiVersion(), object.kind())
            .orElseThrow(
                () ->
                    new LaunchException(
                        "%s: no matches for kind \"%s\" in version \"%s\""
                            .formatted(file, object.kind(), object.apiVersion())));
    return new Manifest(type, object);
  }

  /** The images that the containers of these objects name, in order. */
  static Set<String> images(List<Manifest> manifests) {
    Set<String> images = new LinkedHashSet<>();
    for (Manifest manifest : manifests) {
      JsonNode spec = manifest.object().spec();
      JsonNode pod = spec.has("template") ? spec.path("template").path("spec") : spec;
      for (String list : List.of("initContainers", "containers")) {
        pod.path(list).forEach(container -> images.add(container.path("image").asText()));
      }
    }
    images.remove("");
    return images;
  }
}
