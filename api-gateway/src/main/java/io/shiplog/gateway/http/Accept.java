package io.shiplog.gateway.http;

import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a client wants objects shown.
 *
 * @param shape the objects themselves, or a view of them
 * @param as the view's name as the client gave it; empty for the objects themselves
 * @param yaml whether as YAML instead of JSON
 */
record Accept(Shape shape, String as, boolean yaml) {

  /** What is made of the objects. */
  enum Shape {
    OBJECT,
    TABLE,
    PARTIAL_METADATA
  }

  static final Accept JSON = new Accept(Shape.OBJECT, "", false);

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
    boolean v1 = parameters.getOrDefault("v", "v1").equals("v1");
    return switch (as) {
      case "" -> new Accept(Shape.OBJECT, as, yaml);
      case "Table" -> v1 ? new Accept(Shape.TABLE, as, yaml) : null;
      case "PartialObjectMetadata", "PartialObjectMetadataList" ->
          v1 ? new Accept(Shape.PARTIAL_METADATA, as, yaml) : null;
      default -> null;
    };
  }

  /** The Content-Type of an answer like this. */
  String contentType() {
    return yaml ? "application/yaml" : "application/json";
  }
}
