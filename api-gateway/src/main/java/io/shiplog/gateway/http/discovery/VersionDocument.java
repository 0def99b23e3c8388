package io.shiplog.gateway.http.discovery;

import io.shiplog.model.Json;

/** {@code /version}: which Kubernetes API this is. */
public final class VersionDocument {

  /** The version of the API whose types and behaviour are served. */
  public static final String GIT_VERSION = "v1.36.0+shiplog";

  private VersionDocument() {}

  /**
   * The document. Clients parse every field, so none is left out.
   *
   * @param commit the commit this was built from
   * @param buildDate when it was built, such as {@code 2026-01-01T00:00:00Z}
   * @param platform such as {@code linux/amd64}
   */
  public static Document of(String commit, String buildDate, String platform) {
    return Document.json(
        Json.object()
            .put("major", "1")
            .put("minor", "36")
            .put("gitVersion", GIT_VERSION)
            .put("gitCommit", commit)
            .put("gitTreeState", "clean")
            .put("buildDate", buildDate)
            .put("goVersion", "java" + Runtime.version().feature())
            .put("compiler", "javac")
            .put("platform", platform)
            .toString());
  }
}
