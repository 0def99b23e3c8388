package io.shiplog.gateway.http.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.http.discovery.Document;
import io.shiplog.gateway.http.discovery.VersionDocument;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import io.shiplog.model.schema.SchemaSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The OpenAPI documents of a catalogue. Each is made when first asked for, which takes tenths of a
 * second, and kept; safe for concurrent use.
 *
 * <p>How URLs map: {@code /openapi/v3} → {@link #v3Index}, {@code /openapi/v3/api/v1} → {@link #v3
 * v3("", "v1")}, {@code /openapi/v3/apis/apps/v1} → {@link #v3 v3("apps", "v1")}, {@code
 * /openapi/v2} → {@link #v2}. The {@code hash} parameter may be ignored.
 */
public final class OpenApi {

  /** Version 2 as protobuf, as answers name it. */
  public static final String V2_PROTOBUF =
      "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  /** The same as kubectl up to 1.28 asks for it: no media type that Go's own parser would take. */
  private static final String V2_PROTOBUF_ASKED =
      "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

  private final SchemaSource schemas;
  private final Map<String, List<ResourceType>> groups = new LinkedHashMap<>();
  private final Map<String, Document> made = new ConcurrentHashMap<>();

  /** Describes these kinds by these schemas. */
  public OpenApi(SchemaSource schemas, List<ResourceType> types) {
    this.schemas = schemas;
    for (ResourceType type : types) {
      groups.computeIfAbsent(Urls.relative(type), absent -> new ArrayList<>()).add(type);
    }
  }

  /** {@code /openapi/v3}: where the document of each group and version is, and its hash. */
  public Document v3Index() {
    // The other documents are made first: one computation must not change the map of another.
    Map<String, Document> documents = new LinkedHashMap<>();
    groups.keySet().forEach(path -> documents.put(path, v3(path)));
    return made.computeIfAbsent(
        "v3",
        absent -> {
          ObjectNode index = Json.object();
          ObjectNode paths = index.putObject("paths");
          documents.forEach(
              (path, document) ->
                  paths
                      .putObject(path)
                      .put(
                          "serverRelativeURL", "/openapi/v3/" + path + "?hash=" + document.hash()));
          return Document.json(index.toString());
        });
  }

  /**
   * {@code /openapi/v3/api/v1} and {@code /openapi/v3/apis/<group>/<version>}; empty where the
   * version is not served.
   *
   * @param group the group, empty for the core group
   */
  public Optional<Document> v3(String group, String version) {
    String path = Urls.relative(group, version);
    return groups.containsKey(path) ? Optional.of(v3(path)) : Optional.empty();
  }

  /**
   * {@code /openapi/v2}: everything in one document.
   *
   * @param accept the request's Accept header; may be null. Protobuf is given to those who name it.
   */
  public Document v2(String accept) {
    if (accept == null || !(accept.contains(V2_PROTOBUF) || accept.contains(V2_PROTOBUF_ASKED))) {
      return made.computeIfAbsent("v2", absent -> Document.json(v2Tree().toString()));
    }
    return made.computeIfAbsent(
        "v2 protobuf", absent -> Document.of(V2_PROTOBUF, GnosticV2.encode(v2Tree())));
  }

  private Document v3(String path) {
    return made.computeIfAbsent("v3/" + path, absent -> Document.json(v3Tree(path).toString()));
  }

  private ObjectNode v3Tree(String path) {
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    describe(document, groups.get(path), Dialect.V3);
    ObjectNode definitions = (ObjectNode) document.remove("definitions");
    document.putObject("components").set("schemas", definitions);
    return document;
  }

  private ObjectNode v2Tree() {
    ObjectNode document = Json.object().put("swagger", "2.0");
    describe(document, groups.values().stream().flatMap(List::stream).toList(), Dialect.V2);
    return document;
  }

  private void describe(ObjectNode document, List<ResourceType> types, Dialect dialect) {
    document
        .putObject("info")
        .put("title", "Shiplog")
        .put("version", VersionDocument.GIT_VERSION.replaceFirst("\\+.*", ""));
    ObjectNode paths = document.putObject("paths");
    types.forEach(type -> new PathWriter(dialect, type).write(paths));
    document.set("definitions", new DefinitionWriter(schemas, dialect).definitions(types));
  }
}
