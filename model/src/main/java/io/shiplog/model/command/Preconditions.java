package io.shiplog.model.command;

/**
 * What must be true of the current object for an operation to be carried out; otherwise it is
 * rejected with reason Conflict. Null fields demand nothing.
 *
 * @param uid the object must have this uid
 * @param resourceVersion the object must be at this version
 */
public record Preconditions(String uid, String resourceVersion) {

  /** Demands nothing. */
  public static final Preconditions NONE = new Preconditions(null, null);

  /** The object must still be the one with this uid. */
  public static Preconditions uid(String uid) {
    return new Preconditions(uid, null);
  }

  /** The object must be exactly this version of this very object. */
  public static Preconditions exactly(String uid, long resourceVersion) {
    return new Preconditions(uid, Long.toString(resourceVersion));
  }
}
