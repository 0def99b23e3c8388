package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.ledger.decide.kinds.Rules;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.Nesting;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Decision;
import io.shiplog.model.command.Fact;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.Outcome.OperationResult;
import io.shiplog.model.command.Verb;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.shiplog.model.schema.Schemas;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Decides commands. {@link #decide} changes nothing: it says which facts follow from a command and
 * what its author is told; replaying the facts into a {@link LedgerState} is what changes it.
 */
public final class Ledger {

  /** The most operations in one command, so that the reply fits a record. */
  public static final int MAX_OPERATIONS = 1000;

  private static final int MOST_WARNING_CHARS = 4096;

  private final Function<ResourceType, KindRules> rules;
  private final Creates creates;
  private final Updates updates;
  private final PatchWrites patches;
  private final Subresources subresources;

  /**
   * A ledger by these rules.
   *
   * @param rules what is particular to each kind of the catalogue
   * @param bodies what depends on the schemas
   */
  public Ledger(Function<ResourceType, KindRules> rules, Bodies bodies) {
    this.rules = rules;
    this.creates = new Creates(bodies);
    this.updates = new Updates(bodies, creates);
    this.patches = new PatchWrites(bodies, creates, updates);
    this.subresources = new Subresources(bodies, updates);
  }

  /** The ledger of the API: the rules of every kind, by the API's schemas. */
  public static Ledger standard() {
    return new Ledger(Rules::of, new SchemaBodies(Schemas.builtin()));
  }

  /**
   * Decides one command: all of its operations or none.
   *
   * @param state the objects of the command's shard, as they are
   * @param command what is asked for
   * @param now the time of the command's record
   * @return the facts, their resourceVersions following the state's, and the reply
   */
  public Decision decide(LedgerView state, Command command, Instant now) {
    try {
      return decideAll(state, command, now);
    } catch (ApiException e) {
      return new Decision(List.of(), Outcome.rejected(command.id(), e.status()));
    }
  }

  private Decision decideAll(LedgerView state, Command command, Instant now) {
    boolean dryRun = checkShape(command);
    Draft draft = new Draft(state);
    checkNode(draft, command);
    List<OperationResult> results = new ArrayList<>();
    List<Command> following = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (int index = 0; index < command.operations().size(); index++) {
      Operation operation = command.operations().get(index);
      ResourceType type = typeOf(operation);
      Request request =
          new Request(
              draft, type, rules.apply(type), operation, command.id(), index, command.user(), now);
      if (type == Catalogue.NAMESPACE_STANDINGS) {
        results.addAll(standing(draft, request, following));
      } else {
        Result result =
            draft
                .unknown(operation.key())
                .map(why -> Unknown.decide(request, why))
                .orElseGet(() -> write(request));
        results.add(accept(draft, request, result, dryRun));
        warnings.addAll(result.warnings());
      }
    }
    List<Fact> facts = dryRun ? List.of() : draft.facts();
    Outcome.Result result =
        draft.facts().isEmpty() ? Outcome.Result.UNCHANGED : Outcome.Result.ACCEPTED;
    following.addAll(NamespaceStandings.following(state, facts));
    return new Decision(
        facts, new Outcome(command.id(), result, results, null, few(warnings)), following);
  }

  /** Another ledger tells how a namespace stands; its Events may have to go. */
  private List<OperationResult> standing(Draft draft, Request request, List<Command> following) {
    List<Operation> ending = NamespaceStandings.ending(draft, request.operation());
    List<OperationResult> results = new ArrayList<>();
    results.add(accept(draft, request, NamespaceStandings.decide(request), false));
    for (Operation end : ending) {
      Request delete =
          new Request(
              draft,
              Catalogue.EVENTS,
              rules.apply(Catalogue.EVENTS),
              end,
              request.commandId(),
              request.index(),
              request.user(),
              request.now());
      results.add(accept(draft, delete, Deletes.delete(delete), false));
    }
    NamespaceStandings.next(request, ending.size()).ifPresent(following::add);
    return results;
  }

  /** As many as kube-apiserver tells of: {@value #MOST_WARNING_CHARS} characters. */
  private static List<String> few(List<String> warnings) {
    int chars = 0;
    for (int i = 0; i < warnings.size(); i++) {
      chars += warnings.get(i).length();
      if (chars > MOST_WARNING_CHARS) {
        return warnings.subList(0, i);
      }
    }
    return warnings;
  }

  private static boolean checkShape(Command command) {
    if (command.operations().isEmpty()) {
      throw Request.refuse(Status.badRequest("a command needs at least one operation"));
    }
    if (command.operations().size() > MAX_OPERATIONS) {
      throw Request.refuse(
          Status.tooLarge(
              "a command may hold at most "
                  + MAX_OPERATIONS
                  + " operations, not "
                  + command.operations().size()));
    }
    boolean dryRun = command.operations().getFirst().options().dryRun();
    for (Operation operation : command.operations()) {
      if (!Nesting.fits(operation.body())) {
        throw Request.refuse(
            Status.badRequest("the body of " + operation.key() + Nesting.EXCEEDED));
      }
      if (Catalogue.shardOf(operation.key()) != command.shard()) {
        throw Request.refuse(
            Status.badRequest(
                "the operations of one command must belong to one shard: "
                    + command.key().resource()
                    + " and "
                    + operation.key().resource()
                    + " do not"));
      }
      if (operation.options().dryRun() != dryRun) {
        throw Request.refuse(
            Status.badRequest("either all operations of a command are a dry run or none is"));
      }
    }
    return dryRun;
  }

  /** To whom a pod is bound is certain here alone: whoever passed the command on may lag. */
  private static void checkNode(LedgerView state, Command command) {
    NodeCommands.node(command.user())
        .flatMap(node -> NodeCommands.refusal(node, command, state::get))
        .ifPresent(
            why -> {
              throw Request.refuse(new Status(403, "Forbidden", why, null));
            });
  }

  private static ResourceType typeOf(Operation operation) {
    return Catalogue.decided(operation.key().resource())
        .orElseThrow(() -> Request.refuse(Status.noSuchResource()));
  }

  /** Which rule a write goes by. */
  private Result write(Request request) {
    Operation operation = request.operation();
    String subresource = operation.subresource();
    if (!subresource.isEmpty() && !request.type().has(subresource)) {
      throw Request.refuse(Status.noSuchResource());
    }
    if (operation.key().name().isEmpty() && operation.verb() != Verb.CREATE) {
      throw Request.refuse(Status.badRequest("name is required"));
    }
    Verb verb = operation.verb();
    return switch (subresource) {
      case "" ->
          switch (verb) {
            case CREATE -> creates.create(request);
            case UPDATE -> updates.update(request);
            case PATCH -> patches.patch(request);
            case DELETE -> Deletes.delete(request);
          };
      case "status" ->
          switch (verb) {
            case UPDATE -> updates.update(request);
            case PATCH -> patches.patch(request);
            case CREATE, DELETE -> throw Request.refuse(Status.methodNotAllowed());
          };
      case "scale" -> only(verb == Verb.UPDATE || verb == Verb.PATCH, subresources::scale, request);
      case "binding" -> only(verb == Verb.CREATE, subresources::bind, request);
      case "finalize" -> only(verb == Verb.UPDATE, subresources::finalizeNamespace, request);
      default -> throw Request.refuse(Status.methodNotAllowed());
    };
  }

  private static Result only(boolean allowed, Function<Request, Result> rule, Request request) {
    if (!allowed) {
      throw Request.refuse(Status.methodNotAllowed());
    }
    return rule.apply(request);
  }

  /** Gives what came of an operation its resourceVersion, and adds it to the draft. */
  private static OperationResult accept(
      Draft draft, Request request, Result result, boolean dryRun) {
    ObjectNode object = result.object();
    if (result.type() == null) {
      long version = dryRun ? 0 : new KubeObject(object).resourceVersion();
      return new OperationResult(result.key(), version, false, false, dryRun ? object : null);
    }
    long version = draft.resourceVersion() + 1;
    ObjectNode metadata = Json.ensure(object, "metadata");
    if (dryRun && result.type() == Fact.Type.ADDED) {
      metadata.remove("resourceVersion");
    } else if (!dryRun) {
      metadata.put("resourceVersion", Long.toString(version));
    }
    ObjectSize.check(object);
    draft.add(
        new Fact(
            result.type(),
            result.key(),
            version,
            new KubeObject(object),
            request.commandId(),
            request.user().name()));
    return new OperationResult(
        result.key(),
        dryRun ? 0 : version,
        result.type() == Fact.Type.ADDED,
        result.type() == Fact.Type.DELETED,
        dryRun ? object : null);
  }
}
