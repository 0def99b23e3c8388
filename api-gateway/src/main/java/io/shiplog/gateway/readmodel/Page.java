package io.shiplog.gateway.readmodel;

import java.util.List;

/**
 * Part of a list.
 *
 * @param resourceVersion the version of the shard at which it was taken
 * @param objects in key order
 * @param more whether more objects match behind the last
 * @param remaining how many objects lie behind the last, selected or not
 */
public record Page(long resourceVersion, List<StoredObject> objects, boolean more, long remaining) {

  public Page {
    objects = List.copyOf(objects);
  }
}
