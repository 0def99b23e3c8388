package io.shiplog.simulator.invariant;

import io.shiplog.gateway.readmodel.WatchItem;
import io.shiplog.model.ObjectKey;
import java.util.SortedMap;

/** What a client that watches is told. */
public sealed interface WatchNote {

  /**
   * A list.
   *
   * @param version as of which it is
   * @param objects their versions, by key
   */
  record Listed(long version, SortedMap<ObjectKey, Long> objects) implements WatchNote {}

  /** An object was added, modified or deleted. */
  record Item(WatchItem.Type type, ObjectKey key, long version) implements WatchNote {}

  /** Everything up to this version has been told. */
  record Bookmark(long version) implements WatchNote {}

  /**
   * Nothing that clients see: the gateway reads the log from its beginning, because it was cut off
   * for so long that compaction may have taken what it has not read.
   *
   * @param end where the log ended then
   */
  record ReadAnew(int end) implements WatchNote {}
}
