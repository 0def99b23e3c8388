package io.shiplog.gateway.http;

import io.shiplog.gateway.decide.access.Ask;
import io.shiplog.gateway.http.discovery.Discovery;
import io.shiplog.gateway.http.openapi.OpenApi;
import io.shiplog.gateway.intake.CommandBus;
import io.shiplog.gateway.readmodel.ReadModel;
import io.shiplog.ledger.runtime.Bootstrap;
import io.shiplog.model.Catalogue;
import io.shiplog.model.ResourceType;
import io.shiplog.model.ReviewKinds;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.shiplog.model.schema.SchemaSource;
import io.shiplog.model.select.FieldSelector;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The Kubernetes API on a Vert.x router: understands each request, knows who sends it, and passes
 * it to the part that answers its verb.
 */
public final class KubeApi {

  private static final Logger LOG = Logger.getLogger(KubeApi.class);

  private final ReadModel model;
  private final Access access;
  private final PlainPaths plain;
  private final AccessReviews reviews;
  private final ObjectReads reads;
  private final ObjectWrites writes;
  private final ObjectDeletes deletes;
  private final Watches watches;
  private final PodLogs logs;
  private final RequestMetrics metrics;

  /**
   * The API over a read model and a command bus.
   *
   * @param streams asks node agents
   * @param schemas what bodies are checked against and OpenAPI describes
   * @param access says who sends a request, and what they may
   * @param observability health checks and metrics
   * @param views makes tables; empty while there are none
   */
  public KubeApi(
      ReadModel model,
      CommandBus bus,
      NodeStreams streams,
      SchemaSource schemas,
      Access access,
      Observability observability,
      Optional<ObjectViews> views) {
    Rendering rendering = new Rendering(views);
    RequestDecoder decoder = new RequestDecoder(schemas);
    List<ResourceType> served =
        Stream.concat(Catalogue.SERVED.stream(), ReviewKinds.ALL.stream()).toList();
    Documents documents =
        new Documents(
            new Discovery(served, Bootstrap.API_ADDRESS + ":443"), new OpenApi(schemas, served));
    this.model = model;
    this.access = access;
    this.plain = new PlainPaths(documents, observability, access);
    this.reviews = new AccessReviews(decoder, access.authorizer());
    this.reads = new ObjectReads(model, rendering);
    this.writes = new ObjectWrites(bus, decoder, rendering);
    this.deletes = new ObjectDeletes(model, bus, decoder, rendering);
    this.watches = new Watches(model, reads, rendering);
    this.logs = new PodLogs(model, streams);
    this.metrics = new RequestMetrics(observability.registry());
  }

  /**
   * Answers every request that no other route of the router takes, and guards those of the program
   * itself, such as {@code /q/metrics}.
   */
  public void mount(Router router) {
    router.route("/q/*").order(Integer.MIN_VALUE).handler(access::guard);
    router.route().last().handler(this::handle);
  }

  /** Answers a request that comes before the API is mounted: 503, and to try again in a second. */
  public static void refuseWhileStarting(HttpServerRequest request) {
    Status status = Status.unavailable("the gateway is starting", 1);
    AnswerWriter.write(request.response(), Answer.failure(status));
  }

  private void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    Context context = routing.vertx().getOrCreateContext();
    try {
      Optional<ResourcePath> path = ResourcePath.parse(request.path());
      CompletionStage<Answer> answer =
          path.isPresent()
              ? resource(routing, context, path.get())
              : plain.answer(request, context);
      answer.whenComplete(
          (done, failure) -> context.runOnContext(turn -> finish(request, done, failure)));
    } catch (RuntimeException e) {
      finish(request, null, e);
    }
  }

  private CompletionStage<Answer> resource(
      RoutingContext routing, Context context, ResourcePath path) {
    HttpServerRequest request = routing.request();
    UserInfo caller =
        access.caller(request).orElseThrow(() -> new ApiException(Status.unauthorized()));
    Query query = new Query(request.params());
    boolean watch = query.flag("watch") || ResourcePath.watches(request.path());
    ApiVerb verb =
        ApiVerb.of(request.method().name(), path, watch)
            .orElseThrow(() -> new ApiException(Status.methodNotAllowed()));
    long began = System.nanoTime();
    routing.addEndHandler(
        end ->
            metrics.answered(
                verb, path, request.response().getStatusCode(), System.nanoTime() - began));
    if (!model.ready()) {
      throw new ApiException(
          Status.unavailable(
              "the gateway is still reading the log; /readyz?verbose tells more", 1));
    }
    access.require(ask(caller, verb, path, query));
    Exchange exchange = new Exchange(request, context, path, verb, caller);
    routing.addEndHandler(end -> exchange.ended());
    return dispatch(exchange);
  }

  private static Ask ask(UserInfo caller, ApiVerb verb, ResourcePath path, Query query) {
    Ask ask =
        Ask.of(caller, verb.text(), path.type(), path.namespace(), path.name())
            .part(path.subresource());
    return path.collection() && verb != ApiVerb.CREATE
        ? ask.selecting(FieldSelector.parse(path.type(), query.text("fieldSelector")))
        : ask;
  }

  private CompletionStage<Answer> dispatch(Exchange exchange) {
    if (AccessReviews.about(exchange.path())) {
      return reviews.answer(exchange);
    }
    return switch (exchange.verb()) {
      case GET ->
          exchange.path().subresource().equals("log") ? logs.logs(exchange) : reads.get(exchange);
      case LIST -> reads.list(exchange);
      case WATCH -> watches.watch(exchange);
      case CREATE -> writes.create(exchange);
      case UPDATE -> writes.update(exchange);
      case PATCH -> writes.patch(exchange);
      case DELETE -> deletes.delete(exchange);
      case DELETECOLLECTION -> deletes.deleteCollection(exchange);
    };
  }

  /** Writes the answer, unless a stream has taken over the response. */
  private static void finish(HttpServerRequest request, Answer answer, Throwable failure) {
    if (failure != null) {
      Answer refusal = Answer.failure(status(request, failure)).as(accept(request));
      AnswerWriter.write(request.response(), seen(request, refusal));
    } else if (answer != null) {
      AnswerWriter.write(request.response(), seen(request, answer));
    }
  }

  private static Answer seen(HttpServerRequest request, Answer answer) {
    Answer whole = Deprecations.warn(request.path(), answer);
    return request.method() == HttpMethod.HEAD ? whole.headOnly() : whole;
  }

  /** How a refusal is to be shown: that the header asks for nothing possible may be its reason. */
  private static Accept accept(HttpServerRequest request) {
    try {
      return Accept.parse(request.getHeader("Accept"));
    } catch (ApiException e) {
      return Accept.JSON;
    }
  }

  private static Status status(HttpServerRequest request, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof ApiException expected) {
      return expected.status();
    }
    LOG.errorf(cause, "%s %s failed", request.method(), request.path());
    return Status.internal(String.valueOf(cause.getMessage()));
  }
}
