package io.shiplog.gateway.http;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ResourceType;
import java.util.List;
import java.util.Map;

/** Kinds that have a successor, which every answer about them says. */
final class Deprecations {

  private static final Map<ResourceType, String> REMARKS =
      Map.of(
          Catalogue.ENDPOINTS,
          "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");

  private Deprecations() {}

  /** The answer to a request for that path, with a warning where there is one to give. */
  static Answer warn(String path, Answer answer) {
    return ResourcePath.parse(path)
        .map(ResourcePath::type)
        .map(REMARKS::get)
        .map(warning -> answer.withWarnings(List.of(warning)))
        .orElse(answer);
  }
}
