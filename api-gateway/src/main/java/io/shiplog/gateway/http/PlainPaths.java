package io.shiplog.gateway.http;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ReviewKinds;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Every path that is no resource: health, repair, metrics, version, discovery, OpenAPI. */
final class PlainPaths {

  private static final String EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";

  private final Documents documents;
  private final Observability observability;
  private final Access access;

  PlainPaths(Documents documents, Observability observability, Access access) {
    this.documents = documents;
    this.observability = observability;
    this.access = access;
  }

  /** The answer to a path that names no resource. */
  CompletionStage<Answer> answer(HttpServerRequest request, Context context) {
    String path = request.path();
    access.requirePath(request);
    Query query = new Query(request.params());
    if (path.equals("/repair")) {
      return CompletableFuture.completedStage(repair(request, query));
    }
    Optional<Answer> health = observability.health().answer(path, query);
    if (health.isPresent()) {
      return CompletableFuture.completedStage(readOnly(request, health.get()));
    }
    if (path.equals("/metrics")) {
      byte[] text =
          observability.exposition().get().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      Answer metrics = new Answer(200, EXPOSITION, List.of(), List.of(text));
      return CompletableFuture.completedStage(readOnly(request, metrics));
    }
    // The OpenAPI documents take a while to make: not on the event loop.
    return context.executeBlocking(() -> document(request, path), false).toCompletionStage();
  }

  private Answer document(HttpServerRequest request, String path) {
    return documents
        .at(path, request.getHeader("Accept"))
        .map(
            document ->
                readOnly(request, Documents.answer(document, request.getHeader("If-None-Match"))))
        .orElseGet(() -> nothing(path));
  }

  /** Below a version that is served, what is missing is a resource; elsewhere, a page. */
  private static Answer nothing(String path) {
    boolean served =
        Stream.concat(Catalogue.SERVED.stream(), ReviewKinds.ALL.stream())
            .map(type -> type.group().isEmpty() ? "/api/" : "/apis/" + type.group() + "/")
            .anyMatch(path::startsWith);
    return served
        ? Answer.failure(Status.noSuchResource())
        : Answer.text(404, "404 page not found\n");
  }

  private Answer repair(HttpServerRequest request, Query query) {
    if (!request.method().name().equals("POST")) {
      throw new ApiException(Status.methodNotAllowed());
    }
    return observability.health().repair(query);
  }

  private static Answer readOnly(HttpServerRequest request, Answer answer) {
    String method = request.method().name();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      throw new ApiException(Status.methodNotAllowed());
    }
    return answer;
  }
}
