package io.shiplog.gateway.reference;

import java.util.Map;

/** Short paths: {@code apps/deployments/web} is one in the theme's namespace. */
final class Paths {

  private static final Map<String, String> GROUPS =
      Map.of(
          "core", "/api/v1",
          "apps", "/apis/apps/v1",
          "coordination", "/apis/coordination.k8s.io/v1",
          "discovery", "/apis/discovery.k8s.io/v1");

  private Paths() {}

  /** The path of a request; one that begins with a slash is whole already. */
  static String whole(String path, String namespace) {
    if (path.startsWith("/")) {
      return path;
    }
    int slash = path.indexOf('/');
    String group = GROUPS.get(path.substring(0, slash));
    if (group == null) {
      throw new IllegalArgumentException("no such group: " + path);
    }
    return group + "/namespaces/" + namespace + path.substring(slash);
  }
}
