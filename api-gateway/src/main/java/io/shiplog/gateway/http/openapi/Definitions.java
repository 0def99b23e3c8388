package io.shiplog.gateway.http.openapi;

import io.shiplog.gateway.http.discovery.Subresource;
import io.shiplog.model.ResourceType;

/** Names of the definitions that operations refer to. */
final class Definitions {

  static final String STATUS = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";
  static final String DELETE_OPTIONS = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";
  static final String PATCH = "io.k8s.apimachinery.pkg.apis.meta.v1.Patch";
  static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
  static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";

  private Definitions() {}

  /** The definition of a kind's list. */
  static String list(ResourceType type) {
    return type.definition() + "List";
  }

  /** The definition that a subresource takes and answers. */
  static String of(ResourceType type, Subresource subresource) {
    if (subresource.kind().equals(type.kind())) {
      return type.definition();
    }
    String group = subresource.group().isEmpty() ? "core" : subresource.group();
    return "io.k8s.api.%s.%s.%s"
        .formatted(
            group.contains(".") ? group.substring(0, group.indexOf('.')) : group,
            subresource.version(),
            subresource.kind());
  }
}
