package io.shiplog.gateway.readmodel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.WrittenObject;
import io.shiplog.model.select.FieldLabels;
import java.util.Map;

/**
 * One state of one object, as it goes out on the wire.
 *
 * @param key which object
 * @param resourceVersion the version of this state
 * @param uid the object's uid
 * @param object the whole object
 * @param labels its labels
 * @param fields the values of its selectable fields, as {@link FieldLabels} gives them
 */
public record StoredObject(
    ObjectKey key,
    long resourceVersion,
    String uid,
    WrittenObject object,
    Map<String, String> labels,
    Map<String, String> fields) {

  /**
   * Reads what selectors need from an object.
   *
   * @throws IllegalArgumentException if it is not JSON
   */
  public static StoredObject of(
      ResourceType type, ObjectKey key, long resourceVersion, WrittenObject object) {
    return of(type, key, resourceVersion, object, object.unmanaged());
  }

  /** The same for whoever has the tree of that object, with managedFields or without. */
  static StoredObject of(
      ResourceType type,
      ObjectKey key,
      long resourceVersion,
      WrittenObject object,
      KubeObject seen) {
    return new StoredObject(
        key,
        resourceVersion,
        seen.uid(),
        object,
        Map.copyOf(seen.labels()),
        Map.copyOf(FieldLabels.values(type, seen.json())));
  }

  /** The whole object as JSON; not to be changed. */
  public byte[] bytes() {
    return object.json();
  }

  /** The tree of this state, parsed anew. */
  public KubeObject parse() {
    return object.whole();
  }

  /** The same state at another version: how a deletion shows what was deleted. */
  public StoredObject at(long version) {
    ObjectNode json = parse().json();
    Json.ensure(json, "metadata").put("resourceVersion", Long.toString(version));
    return new StoredObject(key, version, uid, new WrittenObject(Json.bytes(json)), labels, fields);
  }
}
