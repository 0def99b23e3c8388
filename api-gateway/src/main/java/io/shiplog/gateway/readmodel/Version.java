package io.shiplog.gateway.readmodel;

import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.WrittenObject;

/**
 * What a record of {@code objects} says of an object.
 *
 * @param type its kind
 * @param key which object
 * @param resourceVersion the ledger's counter then
 * @param object its state; null if it was deleted
 */
record Version(ResourceType type, ObjectKey key, long resourceVersion, WrittenObject object) {

  /**
   * As the store keeps it; null for a deletion.
   *
   * @throws IllegalArgumentException if the object is not JSON
   */
  StoredObject stored() {
    return object == null ? null : StoredObject.of(type, key, resourceVersion, object);
  }
}
