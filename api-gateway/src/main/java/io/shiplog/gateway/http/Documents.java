package io.shiplog.gateway.http;

import io.shiplog.gateway.http.discovery.Discovery;
import io.shiplog.gateway.http.discovery.Document;
import io.shiplog.gateway.http.discovery.VersionDocument;
import io.shiplog.gateway.http.openapi.OpenApi;
import io.shiplog.model.Json;
import java.util.List;
import java.util.Optional;

/** What the API says about itself: discovery, OpenAPI, version, the list of paths. */
final class Documents {

  private static final List<String> PATHS =
      List.of(
          "/api",
          "/api/v1",
          "/apis",
          "/healthz",
          "/livez",
          "/metrics",
          "/openapi/v2",
          "/openapi/v3",
          "/readyz",
          "/version");

  private final Discovery discovery;
  private final OpenApi openApi;
  private final Document version;

  Documents(Discovery discovery, OpenApi openApi) {
    this.discovery = discovery;
    this.openApi = openApi;
    String platform =
        System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT)
            + "/"
            + System.getProperty("os.arch");
    this.version = VersionDocument.of("", "2026-01-01T00:00:00Z", platform);
  }

  /** The document at a path; empty if there is none. Large ones are made when first asked for. */
  Optional<Document> at(String path, String accept) {
    String plain =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return switch (plain) {
      case "/version" -> Optional.of(version);
      case "/api" -> Optional.of(discovery.api(accept));
      case "/apis" -> Optional.of(discovery.apis(accept));
      case "/openapi/v2" -> Optional.of(openApi.v2(accept));
      case "/openapi/v3" -> Optional.of(openApi.v3Index());
      case "/" -> Optional.of(index());
      default -> groupDocument(plain.substring(1).split("/"));
    };
  }

  private Optional<Document> groupDocument(String[] parts) {
    if (parts.length == 4 && parts[0].equals("openapi") && parts[2].equals("api")) {
      return openApi.v3("", parts[3]);
    }
    if (parts.length == 5 && parts[0].equals("openapi") && parts[2].equals("apis")) {
      return openApi.v3(parts[3], parts[4]);
    }
    if (parts.length == 2 && parts[0].equals("api")) {
      return discovery.resources("", parts[1]);
    }
    if (parts.length == 2 && parts[0].equals("apis")) {
      return discovery.group(parts[1]);
    }
    if (parts.length == 3 && parts[0].equals("apis")) {
      return discovery.resources(parts[1], parts[2]);
    }
    return Optional.empty();
  }

  /** A document as an answer; a client that has it already gets a 304. */
  static Answer answer(Document document, String ifNoneMatch) {
    boolean known = ifNoneMatch != null && ifNoneMatch.equals(document.etag());
    List<byte[]> body = known ? List.of() : List.of(document.body());
    return new Answer(known ? 304 : 200, document.contentType(), List.of(), body)
        .with("ETag", document.etag())
        .with("Vary", "Accept");
  }

  private static Document index() {
    var json = Json.object();
    PATHS.forEach(json.putArray("paths")::add);
    return Document.json(json.toString());
  }
}
