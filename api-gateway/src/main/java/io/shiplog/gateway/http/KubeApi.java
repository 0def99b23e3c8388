package io.shiplog.gateway.http;

import io.shiplog.gateway.intake.CommandBus;
import io.shiplog.gateway.readmodel.ReadModel;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * The Kubernetes API on a Vert.x router: understands each request, knows who sends it, and passes
 * it to the part that answers its verb.
 */
public final class KubeApi {

  private static final Logger LOG = Logger.getLogger(KubeApi.class);

  private final Authenticator authenticator;
  private final ReadModel model;
  private final ObjectReads reads;
  private final ObjectWrites writes;
  private final ObjectDeletes deletes;
  private final Watches watches;

  /**
   * The API over a read model and a command bus.
   *
   * @param authenticator says who sends a request
   * @param views makes tables; empty while there are none
   */
  public KubeApi(
      ReadModel model, CommandBus bus, Authenticator authenticator, Optional<ObjectViews> views) {
    Rendering rendering = new Rendering(views);
    this.authenticator = authenticator;
    this.model = model;
    this.reads = new ObjectReads(model, rendering);
    this.writes = new ObjectWrites(bus, rendering);
    this.deletes = new ObjectDeletes(model, bus, rendering);
    this.watches = new Watches(model, reads, rendering);
  }

  /** Answers every request that no other route of the router takes. */
  public void mount(Router router) {
    router.route().last().handler(this::handle);
  }

  private void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    Context context = Vertx.currentContext();
    try {
      CompletionStage<Answer> answer = answer(request, context);
      answer.whenComplete(
          (done, failure) -> context.runOnContext(turn -> finish(request, done, failure)));
    } catch (RuntimeException e) {
      finish(request, null, e);
    }
  }

  private CompletionStage<Answer> answer(HttpServerRequest request, Context context) {
    ResourcePath path =
        ResourcePath.parse(request.path())
            .orElseThrow(() -> new ApiException(Status.noSuchResource()));
    UserInfo user =
        authenticator
            .authenticate(request)
            .orElseThrow(() -> new ApiException(Status.unauthorized()));
    boolean watch = new Query(request.params()).flag("watch");
    ApiVerb verb =
        ApiVerb.of(request.method().name(), path, watch)
            .orElseThrow(() -> new ApiException(Status.methodNotAllowed()));
    Authorizer.refuse(user, verb, path)
        .ifPresent(
            refusal -> {
              throw new ApiException(refusal);
            });
    if (!model.ready()) {
      throw new ApiException(Status.unavailable("the gateway is still reading the log", 1));
    }
    return dispatch(new Exchange(request, context, path, verb, user));
  }

  private CompletionStage<Answer> dispatch(Exchange exchange) {
    return switch (exchange.verb()) {
      case GET -> reads.get(exchange);
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
      AnswerWriter.write(request.response(), Answer.failure(status(request, failure)));
    } else if (answer != null) {
      AnswerWriter.write(request.response(), answer);
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
