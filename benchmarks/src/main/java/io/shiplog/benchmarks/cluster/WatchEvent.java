package io.shiplog.benchmarks.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.shiplog.model.Json;
import java.io.IOException;
import java.util.Set;

/**
 * The little that the drivers need of an event of a watch, read without building the object.
 *
 * @param type ADDED, MODIFIED, DELETED, BOOKMARK or ERROR
 * @param namespace empty for a Node
 * @param name of the object
 * @param uid of the object
 * @param resourceVersion of the object, from which a watch can go on
 * @param terminating whether it has a deletionTimestamp
 * @param node a pod's node; empty while it has none
 * @param phase a pod's phase
 * @param ready the status of its condition Ready: True, False, Unknown, or empty
 * @param tainted whether a Node has taints
 */
public record WatchEvent(
    String type,
    String namespace,
    String name,
    String uid,
    String resourceVersion,
    boolean terminating,
    String node,
    String phase,
    String ready,
    boolean tainted) {

  /** Whether the object is gone. */
  public boolean deleted() {
    return type.equals("DELETED");
  }

  /** Whether it tells of an object at all. */
  public boolean ofObject() {
    return type.equals("ADDED") || type.equals("MODIFIED") || type.equals("DELETED");
  }

  /**
   * Reads a line of a watch.
   *
   * @throws IllegalArgumentException if it is no JSON
   */
  public static WatchEvent read(byte[] line) {
    Reader reader = new Reader();
    try (JsonParser parser = Json.MAPPER.getFactory().createParser(line)) {
      parser.nextToken();
      reader.object(parser, "");
    } catch (IOException e) {
      throw new IllegalArgumentException("not an event: " + e.getMessage(), e);
    }
    return reader.event();
  }

  /** Goes down only where something of interest is. */
  private static final class Reader {

    private static final Set<String> DOWN =
        Set.of("/object", "/object/metadata", "/object/spec", "/object/status");

    private String type = "";
    private String namespace = "";
    private String name = "";
    private String uid = "";
    private String resourceVersion = "";
    private String node = "";
    private String phase = "";
    private String ready = "";
    private boolean terminating;
    private boolean tainted;

    WatchEvent event() {
      return new WatchEvent(
          type, namespace, name, uid, resourceVersion, terminating, node, phase, ready, tainted);
    }

    void object(JsonParser parser, String path) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String at = path + "/" + parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.START_OBJECT && DOWN.contains(at)) {
          object(parser, at);
        } else if (value == JsonToken.START_ARRAY && at.equals("/object/status/conditions")) {
          conditions(parser);
        } else if (value == JsonToken.START_ARRAY && at.equals("/object/spec/taints")) {
          tainted = parser.nextToken() != JsonToken.END_ARRAY;
          skipArray(parser);
        } else if (value.isStructStart()) {
          parser.skipChildren();
        } else {
          scalar(at, parser.getText());
        }
      }
    }

    private void scalar(String at, String text) {
      switch (at) {
        case "/type" -> type = text;
        case "/object/metadata/namespace" -> namespace = text;
        case "/object/metadata/name" -> name = text;
        case "/object/metadata/uid" -> uid = text;
        case "/object/metadata/resourceVersion" -> resourceVersion = text;
        case "/object/metadata/deletionTimestamp" -> terminating = true;
        case "/object/spec/nodeName" -> node = text;
        case "/object/status/phase" -> phase = text;
        default -> {}
      }
    }

    private void conditions(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        String kind = "";
        String status = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          parser.nextToken();
          if (field.equals("type")) {
            kind = parser.getText();
          } else if (field.equals("status")) {
            status = parser.getText();
          } else {
            parser.skipChildren();
          }
        }
        if (kind.equals("Ready")) {
          ready = status;
        }
      }
    }

    /** From within an array to its end. */
    private static void skipArray(JsonParser parser) throws IOException {
      while (parser.currentToken() != JsonToken.END_ARRAY) {
        parser.skipChildren();
        parser.nextToken();
      }
    }
  }
}
