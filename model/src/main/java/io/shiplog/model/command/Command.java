package io.shiplog.model.command;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import java.util.List;

/**
 * A request with preconditions: one record of {@code commands}. Its operations are accepted
 * together or not at all, and must belong to one shard.
 *
 * @param id given by the author; the outcome carries it back. Unique per request
 * @param user who asks
 * @param operations what is asked for, in order; at least one
 */
public record Command(String id, UserInfo user, List<Operation> operations) {

  public Command {
    id = id == null ? "" : id;
    user = user == null ? new UserInfo("", List.of()) : user;
    operations = operations == null ? List.of() : List.copyOf(operations);
  }

  /** A command of one operation. */
  public static Command of(String id, UserInfo user, Operation operation) {
    return new Command(id, user, List.of(operation));
  }

  /** The record key: that of the first operation's object. */
  public ObjectKey key() {
    return operations.getFirst().key();
  }

  /** The partition this command belongs to. */
  public int shard() {
    return Catalogue.shardOf(key());
  }
}
