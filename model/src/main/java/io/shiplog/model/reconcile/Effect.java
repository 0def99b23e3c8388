package io.shiplog.model.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.UserInfo;
import java.time.Duration;
import java.util.List;

/** What a reactor wants done. Effects are data; the topology carries them out in order. */
public sealed interface Effect {

  /**
   * Ask the ledger for writes that are accepted together or not at all. The topology gives the
   * command its id, derived from the record that caused it.
   */
  record Write(UserInfo user, List<Operation> operations) implements Effect {
    /** One operation. */
    public static Write of(UserInfo user, Operation operation) {
      return new Write(user, List.of(operation));
    }
  }

  /**
   * Put an entry into a node's inbox, {@code node.<name>.desired}.
   *
   * @param key an object key, such as {@code pods/default/web-1}
   * @param value the whole object, or null to take the entry out
   */
  record Inbox(String node, String key, ObjectNode value) implements Effect {}

  /**
   * Put an entry into {@code routes}.
   *
   * @param key {@link io.shiplog.model.RouteKey}
   * @param value the route, or null to take it out
   */
  record Route(String key, ObjectNode value) implements Effect {}

  /**
   * A controller threw at an object; the operator is to know. Nothing else is held up by it.
   *
   * @param controller which one
   * @param key at which object
   * @param pause how long the controller leaves the object alone
   * @param thrown what it threw: a bug
   */
  record Failure(String controller, ObjectKey key, Duration pause, Throwable thrown)
      implements Effect {}
}
