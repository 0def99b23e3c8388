package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.Names;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Fact;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.error.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the shard of the Events knows of namespaces. The ledger of the namespaces' shard tells it by
 * commands, in one transaction with the facts they follow from: so whoever has the answer that a
 * namespace is made, or is to go, and writes an Event then, finds it decided by that.
 *
 * <p>When a namespace is to go its Events go, and the last word on it, to finalize it, passes
 * through their shard: when it is gone, so are they. See {@code
 * docs/adr/0037-shards-tell-each-other.md}.
 */
public final class NamespaceStandings {

  private static final String TERMINATING = "terminating";

  /** The most Events that one decision deletes; the rest goes by the next. */
  private static final int TOGETHER = 1000;

  /** The most that go at once with a namespace that went past this shard; an outcome names each. */
  private static final int MOST = 10_000;

  /** As whom ledgers speak to each other. */
  static final UserInfo LEDGER = new UserInfo("system:apiserver", List.of("system:masters"));

  private static final WriteOptions OPTIONS = WriteOptions.by("kube-apiserver");

  private NamespaceStandings() {}

  private static ObjectKey key(String namespace) {
    return Catalogue.NAMESPACE_STANDINGS.key("", namespace);
  }

  /** What the shard of the Events is to be told of these facts. */
  static List<Command> following(LedgerView before, List<Fact> facts) {
    List<Command> commands = new ArrayList<>();
    for (Fact fact : facts) {
      if (!fact.key().resource().equals(Catalogue.NAMESPACES.qualifiedName())) {
        continue;
      }
      boolean known =
          fact.type() == Fact.Type.MODIFIED
              && before
                  .get(fact.key())
                  .filter(one -> one.uid().equals(fact.object().uid()))
                  .filter(one -> one.terminating() == fact.object().terminating())
                  .isPresent();
      if (!known) {
        Operation told =
            fact.type() == Fact.Type.DELETED
                ? Operation.delete(key(fact.key().name()), Preconditions.NONE, null)
                : standing(fact.object());
        String id = "namespace-" + fact.object().uid() + "-" + fact.resourceVersion();
        commands.add(Command.of(id, LEDGER, told));
      }
    }
    return commands;
  }

  /**
   * How all namespaces stand, for the shard of the Events, which may never have been told.
   *
   * @param occasion makes the commands' ids
   */
  public static List<Command> all(LedgerView state, String occasion) {
    List<Operation> told =
        state.list(Catalogue.NAMESPACES, "").stream().map(NamespaceStandings::standing).toList();
    List<Command> commands = new ArrayList<>();
    for (int from = 0; from < told.size(); from += Ledger.MAX_OPERATIONS) {
      int to = Math.min(told.size(), from + Ledger.MAX_OPERATIONS);
      commands.add(
          new Command("namespaces-" + occasion + "-" + from, LEDGER, told.subList(from, to)));
    }
    return commands;
  }

  private static Operation standing(KubeObject namespace) {
    ObjectNode body = Json.object();
    body.put("apiVersion", Catalogue.NAMESPACE_STANDINGS.apiVersion());
    body.put("kind", Catalogue.NAMESPACE_STANDINGS.kind());
    body.putObject("metadata").put("name", namespace.name()).put("uid", namespace.uid());
    body.put(TERMINATING, namespace.terminating());
    return Operation.update(key(namespace.name()), body, OPTIONS);
  }

  /** Whether an object may be made in a namespace, as this shard knows it. */
  static Optional<Boolean> terminating(LedgerView state, String namespace) {
    return state.get(key(namespace)).map(one -> one.at(TERMINATING).asBoolean());
  }

  /** Decides what another ledger tells. */
  static Result decide(Request request) {
    Optional<KubeObject> current = request.find();
    if (request.operation().verb() == Verb.DELETE) {
      return Result.deleted(request.key(), request.current().copy());
    }
    if (request.operation().verb() != Verb.UPDATE) {
      throw Request.refuse(Status.methodNotAllowed());
    }
    if (request.operation().subresource().equals("finalize")) {
      return mayFinalize(request);
    }
    ObjectNode body = request.body().deepCopy();
    if (current.isEmpty()) {
      return Result.added(request.key(), body);
    }
    ObjectNode before = current.get().copy();
    Json.ensure(before, "metadata").remove("resourceVersion");
    return before.equals(body)
        ? Result.unchanged(request.key(), current.get())
        : Result.modified(request.key(), body);
  }

  /** Nothing changes here; the command that follows changes the namespace. */
  private static Result mayFinalize(Request request) {
    KubeObject standing = request.current();
    String uid = request.operation().preconditions().uid();
    boolean left = !request.state().list(Catalogue.EVENTS, request.key().name()).isEmpty();
    if (!standing.uid().equals(uid) || !standing.at(TERMINATING).asBoolean() || left) {
      throw Request.refuse(
          Status.conflict(
              Catalogue.NAMESPACES,
              request.key().name(),
              left ? "there are Events left in it" : "it does not end"));
    }
    return Result.unchanged(request.key(), standing);
  }

  /**
   * The Events that are to go with what is told: those of a namespace that ends, that is gone, or
   * that is another one than before.
   *
   * @param before the state before this operation
   */
  static List<Operation> ending(LedgerView before, Operation told) {
    if (!told.subresource().isEmpty()) {
      return List.of();
    }
    boolean gone = told.verb() == Verb.DELETE;
    boolean ends = !gone && told.body().path(TERMINATING).asBoolean();
    boolean another =
        before
            .get(told.key())
            .filter(one -> gone || !one.uid().equals(Json.text(told.body(), "metadata", "uid")))
            .isPresent();
    if (!ends && !another) {
      return List.of();
    }
    return before.list(Catalogue.EVENTS, told.key().name()).stream()
        .filter(event -> !event.terminating())
        .limit(another ? MOST : TOGETHER)
        .map(event -> Catalogue.EVENTS.key(event.namespace(), event.name()))
        .map(key -> Operation.delete(key, Preconditions.NONE, null))
        .toList();
  }

  /** What follows from what is told, beyond its facts. */
  static Optional<Command> next(Request request, int deleted) {
    Operation told = request.operation();
    String id = Names.uid(request.commandId(), request.index(), request.key());
    if (told.subresource().equals("finalize")) {
      Operation finalize =
          new Operation(
              Verb.UPDATE,
              Catalogue.NAMESPACES.key("", told.key().name()),
              "finalize",
              null,
              told.body(),
              told.preconditions(),
              told.options(),
              null);
      return Optional.of(Command.of("finalize-" + id, request.user(), finalize));
    }
    return deleted != TOGETHER
        ? Optional.empty()
        : Optional.of(Command.of("events-" + id, request.user(), told));
  }
}
