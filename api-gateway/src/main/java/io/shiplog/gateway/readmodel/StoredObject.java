package io.shiplog.gateway.readmodel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.select.FieldLabels;
import java.util.Map;

/**
 * One state of one object, as it goes out on the wire.
 *
 * @param key which object
 * @param resourceVersion the version of this state
 * @param uid the object's uid
 * @param bytes the whole object as JSON; not to be changed
 * @param labels its labels
 * @param fields the values of its selectable fields, as {@link FieldLabels} gives them
 */
@SuppressWarnings("ArrayRecordComponent") // one copy in memory is the point; nobody compares them
public record StoredObject(
    ObjectKey key,
    long resourceVersion,
    String uid,
    byte[] bytes,
    Map<String, String> labels,
    Map<String, String> fields) {

  /**
   * Reads what selectors need from an object's bytes.
   *
   * @throws IllegalArgumentException if the bytes are not a JSON object
   */
  public static StoredObject of(
      ResourceType type, ObjectKey key, long resourceVersion, byte[] bytes) {
    return of(type, key, resourceVersion, bytes, Outline.of(bytes));
  }

  private static StoredObject of(
      ResourceType type, ObjectKey key, long resourceVersion, byte[] bytes, ObjectNode json) {
    KubeObject object = new KubeObject(json);
    return new StoredObject(
        key,
        resourceVersion,
        object.uid(),
        bytes,
        Map.copyOf(object.labels()),
        FieldLabels.values(type, json));
  }

  /** The tree of this state, parsed anew. */
  public KubeObject parse() {
    return new KubeObject(Json.parseWritten(bytes));
  }

  /** The same state at another version: how a deletion shows what was deleted. */
  public StoredObject at(long version) {
    ObjectNode json = Json.parseWritten(bytes);
    Json.ensure(json, "metadata").put("resourceVersion", Long.toString(version));
    return new StoredObject(key, version, uid, Json.bytes(json), labels, fields);
  }
}
