package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.intake.CommandBus;
import io.shiplog.gateway.intake.CommandResult;
import io.shiplog.gateway.readmodel.ReadModel;
import io.shiplog.gateway.readmodel.Selection;
import io.shiplog.gateway.readmodel.StoredObject;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import io.shiplog.model.schema.GoJson;
import io.shiplog.topics.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Delete and deletecollection. */
final class ObjectDeletes {

  /** Kinds whose delete answers with the object even when it is gone, as kube-apiserver does. */
  private static final Set<String> RETURN_OBJECT = Set.of("pods", "services", "serviceaccounts");

  private final ReadModel model;
  private final CommandBus bus;
  private final RequestDecoder decoder;
  private final Rendering rendering;

  ObjectDeletes(ReadModel model, CommandBus bus, RequestDecoder decoder, Rendering rendering) {
    this.decoder = decoder;
    this.model = model;
    this.bus = bus;
    this.rendering = rendering;
  }

  CompletionStage<Answer> delete(Exchange exchange) {
    if (!exchange.path().subresource().isEmpty()) {
      throw new ApiException(Status.methodNotAllowed());
    }
    return options(exchange)
        .thenCompose(options -> bus.submit(command(exchange, exchange.path(), options)))
        .thenApplyAsync(result -> answer(exchange, result), exchange);
  }

  /** Deletes each object that matches; one that is gone meanwhile is no failure. */
  CompletionStage<Answer> deleteCollection(Exchange exchange) {
    ResourceType type = exchange.path().type();
    boolean everywhere = type.namespaced() && exchange.path().namespace().isEmpty();
    if (everywhere || type.equals(Catalogue.NAMESPACES)) {
      throw new ApiException(Status.methodNotAllowed());
    }
    Selection selection = ObjectReads.selection(exchange);
    CompletionStage<Options> options = options(exchange);
    return model
        .latest(type.shard())
        .thenCombine(options, (latest, read) -> read)
        .thenComposeAsync(
            read -> {
              List<StoredObject> objects = model.store().list(selection, null, 0).objects();
              return deleteAll(exchange, objects, read)
                  .thenApplyAsync(failures -> answer(exchange, objects, failures), exchange);
            },
            exchange);
  }

  private Answer answer(Exchange exchange, List<StoredObject> deleted, List<Status> failures) {
    if (!failures.isEmpty()) {
      return Answer.failure(failures.getFirst());
    }
    long version = model.store().version(exchange.path().type().shard());
    return rendering.list(exchange, new ObjectReads.ListHead(version, "", 0), deleted);
  }

  private CompletionStage<List<Status>> deleteAll(
      Exchange exchange, List<StoredObject> objects, Options options) {
    List<CompletableFuture<CommandResult>> all = new ArrayList<>();
    for (StoredObject object : objects) {
      ResourceType type = exchange.path().type();
      ResourcePath path = new ResourcePath(type, object.key().namespace(), object.key().name(), "");
      Options one = new Options(same(object, options), options.policy(), options.dryRun());
      all.add(bus.submit(command(exchange, path, one)).toCompletableFuture());
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                all.stream()
                    .map(CompletableFuture::join)
                    .filter(CommandResult::rejected)
                    .map(result -> result.outcome().status())
                    .filter(status -> status.code() != 404)
                    .filter(status -> status.code() != 409 || conditional(options))
                    .toList());
  }

  /** That the object is the one that was listed, and what the request itself demands of each. */
  private static Preconditions same(StoredObject object, Options options) {
    Preconditions asked = options.preconditions();
    String uid = asked.uid() == null ? object.uid() : asked.uid();
    return new Preconditions(uid, asked.resourceVersion());
  }

  private static boolean conditional(Options options) {
    return !options.preconditions().equals(Preconditions.NONE);
  }

  private static Command command(Exchange exchange, ResourcePath path, Options options) {
    Operation operation =
        new Operation(
            Verb.DELETE,
            path.key(),
            "",
            null,
            null,
            options.preconditions(),
            new WriteOptions("", false, options.dryRun(), "Ignore"),
            options.policy());
    return Command.of(UUID.randomUUID().toString(), exchange.user(), operation);
  }

  private Answer answer(Exchange exchange, CommandResult result) {
    if (result.rejected()) {
      return Answer.failure(result.outcome().status());
    }
    ResourceType type = exchange.path().type();
    byte[] object = result.firstObject().orElse(null);
    boolean gone = result.first().deleted() || object == null;
    if (object != null && (!gone || RETURN_OBJECT.contains(type.qualifiedName()))) {
      return rendering.object(exchange, 200, object);
    }
    String uid = object == null ? "" : new KubeObject(Json.parseObject(object)).uid();
    return Answer.json(200, StatusJson.deleted(type, exchange.path().name(), uid));
  }

  /** How to delete: from the body, which may lack its kind, or else from the URL. */
  private CompletionStage<Options> options(Exchange exchange) {
    String mediaType = exchange.contentType();
    Query query = exchange.query();
    boolean dryRun = RequestOptions.dryRun(query, "DeleteOptions");
    return exchange
        .body(
            Limits.MAX_REQUEST_BYTES,
            bytes -> {
              ObjectNode body =
                  bytes.length == 0
                      ? Json.object()
                      : decoder.read(bytes, mediaType, "DeleteOptions").object();
              return Options.read(body, query, dryRun);
            })
        .toCompletionStage();
  }

  /** The options of a delete. */
  record Options(Preconditions preconditions, DeletePolicy policy, boolean dryRun) {

    static Options read(ObjectNode body, Query query, boolean dryRun) {
      requireOptions(body);
      Long grace =
          body.path("gracePeriodSeconds").isIntegralNumber()
              ? Long.valueOf(body.path("gracePeriodSeconds").asLong())
              : null;
      if (grace == null && query.number("gracePeriodSeconds").isPresent()) {
        grace = query.number("gracePeriodSeconds").getAsLong();
      }
      List<String> asked = new ArrayList<>();
      body.path("dryRun").forEach(value -> asked.add(value.asText()));
      boolean dry = RequestOptions.dryRun(asked, "DeleteOptions") || dryRun;
      return new Options(
          new Preconditions(
              text(body, "preconditions", "uid"), text(body, "preconditions", "resourceVersion")),
          new DeletePolicy(grace, propagation(body, query)),
          dry);
    }

    /** What the body says that it is, and the types of what it says. */
    private static void requireOptions(ObjectNode body) {
      String kind = Json.text(body, "kind");
      String version = Json.text(body, "apiVersion");
      if (!kind.isEmpty() && !kind.equals("DeleteOptions")) {
        throw new ApiException(
            Status.badRequest(
                "no kind \""
                    + kind
                    + "\" is registered for version \""
                    + (version.isEmpty() ? "v1" : version)
                    + "\""));
      }
      JsonNode grace = body.path("gracePeriodSeconds");
      if (!grace.isMissingNode() && !grace.isNull() && !grace.isIntegralNumber()) {
        throw new ApiException(
            Status.badRequest(
                "json: cannot unmarshal "
                    + GoJson.kind(Json.bytes(grace)).orElse("")
                    + " into Go struct field DeleteOptions.gracePeriodSeconds of type int64"));
      }
    }

    private static String propagation(ObjectNode body, Query query) {
      String policy = Json.text(body, "propagationPolicy");
      if (!policy.isEmpty() && body.hasNonNull("orphanDependents")) {
        throw RequestOptions.invalid(
            "DeleteOptions",
            FieldError.invalid(
                "propagationPolicy",
                policy,
                "orphanDependents and deletionPropagation cannot be both set"));
      }
      if (policy.isEmpty()) {
        policy = query.text("propagationPolicy");
      }
      if (policy.isEmpty() && body.hasNonNull("orphanDependents")) {
        policy = body.get("orphanDependents").asBoolean() ? "Orphan" : "Background";
      }
      if (policy.isEmpty() && query.has("orphanDependents")) {
        policy = query.flag("orphanDependents") ? "Orphan" : "Background";
      }
      if (!policy.isEmpty() && !Set.of("Orphan", "Background", "Foreground").contains(policy)) {
        throw RequestOptions.invalid(
            "DeleteOptions",
            FieldError.notSupported(
                "propagationPolicy", policy, List.of("Foreground", "Background", "Orphan", "nil")));
      }
      return policy.isEmpty() ? null : policy;
    }

    private static String text(ObjectNode body, String... path) {
      String value = Json.text(body, path);
      return value.isEmpty() ? null : value;
    }
  }
}
