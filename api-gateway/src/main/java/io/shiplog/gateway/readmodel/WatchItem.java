package io.shiplog.gateway.readmodel;

/**
 * What a watcher is told.
 *
 * @param type what happened
 * @param object the object; null for a bookmark
 * @param resourceVersion the version up to which the watcher now knows everything
 */
public record WatchItem(Type type, StoredObject object, long resourceVersion) {

  /** As the watch names them; the end of the initial events is a bookmark with an annotation. */
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED,
    BOOKMARK,
    INITIAL_END
  }

  static WatchItem added(StoredObject object) {
    return new WatchItem(Type.ADDED, object, object.resourceVersion());
  }
}
