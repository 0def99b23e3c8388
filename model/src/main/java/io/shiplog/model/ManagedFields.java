package io.shiplog.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Objects without {@code metadata.managedFields}. Who owns which fields is half of what an object
 * takes, and concerns only the ledger and whoever is sent the whole object.
 */
public final class ManagedFields {

  private static final String NAME = "managedFields";
  private static final byte[] METADATA_KEY = "\"metadata\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] KEY = ("\"" + NAME + "\"").getBytes(StandardCharsets.UTF_8);

  private ManagedFields() {}

  /** The object without them, sharing the rest. */
  public static KubeObject without(KubeObject object) {
    if (!object.metadata().has(NAME)) {
      return object;
    }
    ObjectNode metadata = Json.object().setAll((ObjectNode) object.metadata());
    metadata.remove(NAME);
    ObjectNode json = Json.object().setAll(object.json());
    json.set("metadata", metadata);
    return new KubeObject(json);
  }

  /**
   * Reads an object that {@link Json#bytes} wrote, without them. They are cut out before anything
   * is parsed: their field names are different in every object, so that a parser's table of names
   * would only grow.
   *
   * @throws IllegalArgumentException if the bytes are anything but a JSON object
   */
  public static KubeObject parseWithout(byte[] written) {
    return without(new KubeObject(Json.parseWritten(cut(written))));
  }

  /** The same JSON without them; as it is, where they are not found at their place. */
  static byte[] cut(byte[] json) {
    boolean inMetadata = false;
    int depth = 0;
    int at = 0;
    while (at < json.length) {
      byte one = json[at];
      if (one == '"') {
        int end = endOfString(json, at);
        int colon = afterSpace(json, end);
        boolean key = colon < json.length && json[colon] == ':';
        if (key && depth == 1) {
          inMetadata = is(METADATA_KEY, json, at, end);
        } else if (key && depth == 2 && inMetadata && is(KEY, json, at, end)) {
          return cut(json, at, endOfValue(json, colon + 1));
        }
        at = end;
        continue;
      }
      if (one == '{' || one == '[') {
        depth++;
      } else if (one == '}' || one == ']') {
        depth--;
      }
      at++;
    }
    return json;
  }

  /** Cuts out a field, and the comma that parted it from the next or from the one before. */
  private static byte[] cut(byte[] json, int start, int end) {
    int from = start;
    int to = afterSpace(json, end);
    if (to < json.length && json[to] == ',') {
      to++;
    } else {
      int before = start - 1;
      while (space(json[before])) {
        before--;
      }
      if (json[before] == ',') {
        from = before;
      }
    }
    return ByteBuffer.allocate(json.length - (to - from))
        .put(json, 0, from)
        .put(json, to, json.length - to)
        .array();
  }

  private static boolean is(byte[] key, byte[] json, int start, int end) {
    return Arrays.equals(key, 0, key.length, json, start, end);
  }

  /** Behind the closing quote of the string that begins there. */
  private static int endOfString(byte[] json, int start) {
    int at = start + 1;
    while (at < json.length && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, json.length);
  }

  /**
   * Behind the value that begins there, whatever it is; at the end where it does not end, so that
   * what is left cannot be read as if it were whole.
   */
  private static int endOfValue(byte[] json, int start) {
    int at = afterSpace(json, start);
    if (at >= json.length) {
      return json.length;
    }
    return switch (json[at]) {
      case '"' -> endOfString(json, at);
      case '{', '[' -> endOfContainer(json, at);
      default -> endOfScalar(json, at);
    };
  }

  private static int endOfScalar(byte[] json, int start) {
    int at = start;
    while (at < json.length && json[at] != ',' && json[at] != '}' && json[at] != ']') {
      at++;
    }
    return at;
  }

  private static int afterSpace(byte[] json, int start) {
    int at = start;
    while (at < json.length && space(json[at])) {
      at++;
    }
    return at;
  }

  private static boolean space(byte one) {
    return one == ' ' || one == '\t' || one == '\n' || one == '\r';
  }

  private static int endOfContainer(byte[] json, int start) {
    int depth = 0;
    int at = start;
    while (at < json.length) {
      byte one = json[at];
      if (one == '"') {
        at = endOfString(json, at);
        continue;
      }
      at++;
      if (one == '{' || one == '[') {
        depth++;
      } else if ((one == '}' || one == ']') && --depth == 0) {
        return at;
      }
    }
    return at;
  }
}
