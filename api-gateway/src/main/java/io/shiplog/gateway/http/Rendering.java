package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.http.ObjectReads.ListHead;
import io.shiplog.gateway.readmodel.StoredObject;
import io.shiplog.manifests.Yaml;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Objects as answers: their bytes as they are, or as the view the client asked for. */
final class Rendering {

  private static final byte[] COMMA = {','};
  private static final byte[] END = {']', '}', '\n'};

  /**
   * Of the bytes of a list that are the store's own, that much is charged: a part of it changes.
   */
  private static final int SHARED = 4;

  /** Of so many objects of a list there are trees at a time. */
  private static final int FEW = 64;

  private static final byte[] LINE = {'\n'};
  private static final String ONE = "PartialObjectMetadata";
  private static final String LIST = "PartialObjectMetadataList";
  private static final List<String> INCLUDE = List.of("", "None", "Metadata", "Object");

  private final Optional<ObjectViews> views;

  Rendering(Optional<ObjectViews> views) {
    this.views = views;
  }

  /** One object. */
  Answer object(Exchange exchange, int code, StoredObject object) {
    return object(exchange, code, object.bytes());
  }

  /** One object, from its bytes. */
  Answer object(Exchange exchange, int code, byte[] bytes) {
    return as(exchange, code, single(exchange, bytes));
  }

  /**
   * Whether one object can be shown as is asked for.
   *
   * @throws ApiException 406 if a list is asked for
   */
  void requireObject(Exchange exchange) {
    if (exchange.accept().as().equals(LIST)) {
      throw new ApiException(
          notAcceptable(LIST, "is not a list", Identity.goType(exchange.path().type())));
    }
    requireIncluded(exchange);
  }

  /**
   * Whether a list can be shown as is asked for.
   *
   * @throws ApiException 406 if one object is asked for
   */
  void requireList(Exchange exchange) {
    if (exchange.accept().as().equals(ONE)) {
      throw new ApiException(
          notAcceptable(ONE, "is a list", Identity.goType(exchange.path().type()) + "List"));
    }
    requireIncluded(exchange);
  }

  private void requireIncluded(Exchange exchange) {
    String include = exchange.query().text("includeObject");
    if (shape(exchange) == Accept.Shape.TABLE && !INCLUDE.contains(include)) {
      throw new ApiException(
          Status.badRequest(
              "Unable to convert to Table as requested: includeObject: Invalid value: \""
                  + include
                  + "\": must be 'Metadata', 'Object', 'None', or empty"));
    }
  }

  private static Status notAcceptable(String asked, String but, String kind) {
    return new Status(
        406,
        "NotAcceptable",
        "you requested " + asked + ", but the requested object " + but + " (*" + kind + ")",
        null);
  }

  /** What a watch shows of an object: its bytes, or the view. */
  byte[] single(Exchange exchange, byte[] bytes) {
    return switch (shape(exchange)) {
      case OBJECT -> served(exchange.path().type(), bytes);
      case TABLE -> Json.bytes(table(exchange, List.of(tree(bytes))));
      case PARTIAL_METADATA -> Json.bytes(partial(exchange, tree(bytes)));
    };
  }

  /** A list of objects. */
  Answer list(Exchange exchange, ListHead head, List<StoredObject> objects) {
    return as(
        exchange,
        200,
        switch (shape(exchange)) {
          case OBJECT -> envelope(exchange.path().type(), head, objects);
          case TABLE -> table(exchange, head, objects);
          case PARTIAL_METADATA -> partials(exchange, head, objects);
        });
  }

  /**
   * How much memory a list takes, roughly: as objects, only what changes while they are written,
   * for their bytes are there anyway; as YAML or indented, trees of all of them.
   *
   * @param bytes of the objects as JSON
   */
  long listMemory(Exchange exchange, long bytes) {
    if (exchange.accept().yaml() || exchange.query().flag("pretty")) {
      return bytes * Exchange.TREE_BYTES;
    }
    return shape(exchange) == Accept.Shape.OBJECT ? bytes / SHARED : bytes;
  }

  /** Without tables, objects: a client that asks for tables takes them too. */
  private Accept.Shape shape(Exchange exchange) {
    Accept.Shape shape = exchange.accept().shape();
    return shape == Accept.Shape.TABLE && views.isEmpty() ? Accept.Shape.OBJECT : shape;
  }

  /** Of few objects at a time there is a tree. */
  private List<byte[]> table(Exchange exchange, ListHead head, List<StoredObject> objects) {
    ObjectNode frame = table(exchange, List.of());
    frame.set("metadata", head.json());
    List<byte[]> rows = new ArrayList<>(objects.size());
    for (int i = 0; i < objects.size(); i += FEW) {
      List<KubeObject> few =
          objects.subList(i, Math.min(objects.size(), i + FEW)).stream()
              .map(StoredObject::parse)
              .toList();
      table(exchange, few).path("rows").forEach(row -> rows.add(Json.bytes(row)));
    }
    return framed(frame, "rows", rows);
  }

  /**
   * Cells are made of what is stored; the objects beside them are as they are served. Every version
   * of a table has the same fields.
   */
  private ObjectNode table(Exchange exchange, List<KubeObject> stored) {
    ObjectViews.IncludeObject include = includeObject(exchange);
    ResourceType type = exchange.path().type();
    ObjectNode table = views.orElseThrow().table(exchange.path().stored(), stored, include);
    String version = exchange.accept().viewVersion();
    table.put("apiVersion", version);
    if (include == ObjectViews.IncludeObject.METADATA) {
      table
          .path("rows")
          .forEach(row -> ((ObjectNode) row.path("object")).put("apiVersion", version));
    }
    if (include == ObjectViews.IncludeObject.OBJECT && type != exchange.path().stored()) {
      for (JsonNode row : table.path("rows")) {
        ObjectNode object = (ObjectNode) row.path("object");
        ((ObjectNode) row).set("object", Catalogue.conversion(type).toServed(object));
      }
    }
    return table;
  }

  /** A stored object as this kind has it: mostly the same bytes. */
  private static byte[] served(ResourceType type, byte[] stored) {
    return type == Catalogue.stored(type)
        ? stored
        : Json.bytes(Catalogue.conversion(type).toServed(Json.parseWritten(stored)));
  }

  private static List<byte[]> partials(
      Exchange exchange, ListHead head, List<StoredObject> objects) {
    ObjectNode frame = Json.object();
    frame.put("kind", "PartialObjectMetadataList");
    frame.put("apiVersion", exchange.accept().viewVersion());
    frame.set("metadata", head.json());
    List<byte[]> items = new ArrayList<>(objects.size());
    objects.forEach(object -> items.add(Json.bytes(partial(exchange, object.parse()))));
    return framed(frame, "items", items);
  }

  private static ObjectNode partial(Exchange exchange, KubeObject object) {
    ObjectNode partial = Json.object();
    partial.put("kind", "PartialObjectMetadata");
    partial.put("apiVersion", exchange.accept().viewVersion());
    partial.set("metadata", object.metadata());
    return partial;
  }

  /** The list's head, then each object's bytes: as stored, nothing is parsed or serialized. */
  private static List<byte[]> envelope(
      ResourceType type, ListHead head, List<StoredObject> objects) {
    ObjectNode frame = Json.object();
    frame.put("kind", type.kind() + "List");
    frame.put("apiVersion", type.apiVersion());
    frame.set("metadata", head.json());
    return framed(
        frame, "items", objects.stream().map(object -> served(type, object.bytes())).toList());
  }

  /** An object with one more field: a list of what is written already. */
  private static List<byte[]> framed(ObjectNode frame, String field, List<byte[]> items) {
    frame.remove(field);
    String open = new String(Json.bytes(frame), StandardCharsets.UTF_8);
    List<byte[]> pieces = new ArrayList<>(2 * items.size() + 2);
    pieces.add(
        (open.substring(0, open.length() - 1) + ",\"" + field + "\":[")
            .getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        pieces.add(COMMA);
      }
      pieces.add(items.get(i));
    }
    pieces.add(END);
    return pieces;
  }

  private static Answer as(Exchange exchange, int code, byte[] json) {
    return as(exchange, code, List.of(json, LINE));
  }

  private static Answer as(Exchange exchange, int code, List<byte[]> json) {
    boolean pretty = exchange.query().flag("pretty");
    if (!exchange.accept().yaml() && !pretty) {
      return Answer.json(code, json);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    json.forEach(whole::writeBytes);
    ObjectNode tree = Json.parseObject(whole.toByteArray());
    byte[] text = exchange.accept().yaml() ? Yaml.bytes(tree) : Json.pretty(tree);
    return new Answer(code, exchange.accept().contentType(), List.of(), List.of(text));
  }

  private static ObjectViews.IncludeObject includeObject(Exchange exchange) {
    return ObjectViews.IncludeObject.of(exchange.query().text("includeObject"));
  }

  private static KubeObject tree(byte[] bytes) {
    return new KubeObject(Json.parseObject(bytes));
  }
}
