package io.shiplog.gateway.http;

import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How a client wants objects shown.
 *
 * @param shape the objects themselves, or a view of them
 * @param as the view's name as the client gave it; empty for the objects themselves
 * @param version of the group {@code meta.k8s.io}, to which views belong; {@code v1} without one
 * @param yaml whether as YAML instead of JSON
 */
record Accept(Shape shape, String as, String version, boolean yaml) {

  /** What is made of the objects. */
  enum Shape {
    OBJECT,
    TABLE,
    PARTIAL_METADATA
  }

  private static final Set<String> VERSIONS = Set.of("v1", "v1beta1");

  static final Accept JSON = new Accept(Shape.OBJECT, "", "v1", false);

  /**
   * The first thing in an Accept header that can be done.
   *
   * @throws ApiException 406 if there is none
   */
  static Accept parse(String header) {
    if (header == null || header.isBlank()) {
      return JSON;
    }
    for (String range : header.split(",")) {
      Accept one = range(range);
      if (one != null) {
        return one;
      }
    }
    throw new ApiException(
        new Status(
            406,
            "NotAcceptable",
            "only the following media types are accepted: application/json, application/yaml",
            null));
  }

  private static Accept range(String range) {
    String[] parts = range.split(";");
    boolean yaml;
    switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
      case "application/json", "application/*", "*/*" -> yaml = false;
      case "application/yaml" -> yaml = true;
      default -> {
        return null;
      }
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", 2);
      parameters.put(pair[0].strip(), pair.length == 2 ? pair[1].strip() : "");
    }
    String as = parameters.getOrDefault("as", "");
    String version = parameters.getOrDefault("v", "v1");
    Shape shape =
        switch (as) {
          case "" -> Shape.OBJECT;
          case "Table" -> Shape.TABLE;
          case "PartialObjectMetadata", "PartialObjectMetadataList" -> Shape.PARTIAL_METADATA;
          default -> null;
        };
    boolean known = shape == Shape.OBJECT || VERSIONS.contains(version);
    return shape == null || !known ? null : new Accept(shape, as, version, yaml);
  }

  /** The {@code apiVersion} of a view. */
  String viewVersion() {
    return "meta.k8s.io/" + version;
  }

  /** The Content-Type of an answer like this. */
  String contentType() {
    return yaml ? "application/yaml" : "application/json";
  }
}
