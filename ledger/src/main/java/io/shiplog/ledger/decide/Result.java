package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Fact;
import java.util.List;

/**
 * What the rules made of one operation, before it has a resourceVersion.
 *
 * @param key which object, with the name the ledger gave it
 * @param type what becomes of it; null where nothing changes
 * @param object the object afterwards (its last state if it goes away); a tree of its own, except
 *     where nothing changes
 * @param warnings what its author should know though it was accepted
 */
record Result(ObjectKey key, Fact.Type type, ObjectNode object, List<String> warnings) {

  static Result added(ObjectKey key, ObjectNode object) {
    return new Result(key, Fact.Type.ADDED, object, List.of());
  }

  static Result modified(ObjectKey key, ObjectNode object) {
    return new Result(key, Fact.Type.MODIFIED, object, List.of());
  }

  static Result deleted(ObjectKey key, ObjectNode lastState) {
    return new Result(key, Fact.Type.DELETED, lastState, List.of());
  }

  static Result unchanged(ObjectKey key, KubeObject current) {
    return new Result(key, null, current.json(), List.of());
  }

  /** The same with what is to be said of it. */
  Result warning(List<String> said) {
    return new Result(key, type, object, said);
  }
}
