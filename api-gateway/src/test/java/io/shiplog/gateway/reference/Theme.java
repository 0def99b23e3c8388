package io.shiplog.gateway.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.manifests.Yaml;
import io.shiplog.model.Json;
import io.shiplog.model.patch.Patches;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Requests about one thing, sent in order within a namespace of their own.
 *
 * @param name the file's, without its ending; the namespace has it too
 */
record Theme(String name, List<Ask> asks) {

  /** All themes, in the order in which they are played. */
  private static final List<String> NAMES =
      List.of(
          "bodies",
          "paths",
          "discovery",
          "metadata",
          "namespaces",
          "nodes",
          "pods",
          "podspecs",
          "services",
          "endpoints",
          "data",
          "events",
          "workloads",
          "writes",
          "patches",
          "apply",
          "deletes",
          "lists");

  /** The manifests that a theme's requests are variations of. */
  record Manifests(JsonNode byName) {

    /** A manifest after a merge patch. */
    ObjectNode with(String name, JsonNode change) {
      if (!(byName.path(name) instanceof ObjectNode manifest)) {
        throw new IllegalArgumentException("no manifest " + name);
      }
      return Patches.merge(manifest, change.isMissingNode() ? Json.object() : change);
    }
  }

  static List<Theme> all() {
    return NAMES.stream().map(Theme::read).toList();
  }

  String namespace() {
    return namespace(name);
  }

  private static String namespace(String theme) {
    return "corpus-" + theme;
  }

  private static Theme read(String name) {
    try (InputStream file =
        Theme.class.getResourceAsStream("/reference/corpus/" + name + ".yaml")) {
      JsonNode tree = Yaml.parse(file.readAllBytes());
      Manifests manifests = new Manifests(tree.path("manifests"));
      List<Ask> asks = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (JsonNode entry : tree.path("requests")) {
        Ask ask = Ask.of(entry, manifests, namespace(name));
        if (!names.add(ask.name())) {
          throw new IllegalArgumentException(name + " has two requests: " + ask.name());
        }
        asks.add(ask);
      }
      return new Theme(name, asks);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read theme " + name, e);
    }
  }
}
