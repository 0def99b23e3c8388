package io.shiplog.launcher;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The objects in files of manifests. */
final class Manifests {

  private static final Set<String> EXTENSIONS = Set.of(".yaml", ".yml", ".json");

  private Manifests() {}

  /**
   * One object of a manifest with the URL it has.
   *
   * @param place file, document and line, for messages
   */
  record Manifest(ResourceType type, KubeObject object, String place) {

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
   * Reads files of YAML or JSON documents, and folders: of those what ends in {@code .yaml}, {@code
   * .yml} or {@code .json}, in the order of the names, as {@code kubectl apply -f} does.
   *
   * @param warnings told of keys that are set twice in a file; the last one counts
   * @throws LaunchException naming file, document and line of what cannot be read or applied
   */
  static List<Manifest> read(List<Path> paths, Consumer<String> warnings) {
    List<Manifest> manifests = new ArrayList<>();
    for (Path path : paths) {
      for (Path file : Files.isDirectory(path) ? files(path) : List.of(path)) {
        var found = parse(file);
        found.duplicates().forEach(said -> warnings.accept(file + ": " + said));
        found.objects().forEach(manifest -> manifests.add(manifest(file, manifest)));
      }
    }
    return manifests;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries
              .filter(file -> EXTENSIONS.stream().anyMatch(file.toString()::endsWith))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new LaunchException(
            "the folder %s holds no file that ends in .yaml, .yml or .json".formatted(folder));
      }
      return files;
    } catch (IOException e) {
      throw new LaunchException("the folder " + folder + " cannot be read", e);
    }
  }

  private static io.shiplog.manifests.Manifests.Found parse(Path file) {
    if (!Files.isReadable(file)) {
      throw new LaunchException("there is no file " + file + " that can be read");
    }
    try {
      return io.shiplog.manifests.Manifests.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new LaunchException(file + " cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new LaunchException(file + ": " + e.getMessage());
    }
  }

  private static Manifest manifest(Path file, io.shiplog.manifests.Manifest found) {
    KubeObject object = found.object();
    String place = file + ": " + found.place();
    ResourceType type =
        Catalogue.byKind(object.apiVersion(), object.kind())
            .orElseThrow(
                () ->
                    new LaunchException(
                        "%s: no matches for kind \"%s\" in version \"%s\""
                            .formatted(place, object.kind(), object.apiVersion())));
    if (object.name().isEmpty()) {
      String generated = object.metadata().path("generateName").asText("");
      throw new LaunchException(
          generated.isEmpty()
              ? place + ": metadata.name: Required value: name is required"
              : "%s: from %s: cannot use generate name with apply; kubectl create can"
                  .formatted(place, generated));
    }
    return new Manifest(type, object, place);
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
