package io.shiplog.model.command;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;

/**
 * What the ledger accepted: one record of {@code objects} and of {@code history}.
 *
 * @param type what became of the object
 * @param key which object
 * @param resourceVersion the ledger's counter after this fact; the object carries it too
 * @param object the whole object after the fact; for a deletion, its last state, at this
 *     resourceVersion (the record itself is a tombstone)
 * @param commandId the command that asked for it
 * @param user the user who asked
 */
public record Fact(
    Type type,
    ObjectKey key,
    long resourceVersion,
    KubeObject object,
    String commandId,
    String user) {

  /** As a watch names them. */
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }
}
