package io.shiplog.gateway.http.openapi;

import io.shiplog.model.ResourceType;

/** Where a group and version live. */
final class Urls {

  private Urls() {}

  /** {@code api/v1} or {@code apis/apps/v1}. */
  static String relative(String group, String version) {
    return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
  }

  static String relative(ResourceType type) {
    return relative(type.group(), type.version());
  }
}
