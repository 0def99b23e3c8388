package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.readmodel.Page;
import io.shiplog.gateway.readmodel.ReadModel;
import io.shiplog.gateway.readmodel.Selection;
import io.shiplog.gateway.readmodel.StoredObject;
import io.shiplog.ledger.decide.Scales;
import io.shiplog.ledger.decide.kinds.SelectorSyntax;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.shiplog.model.select.FieldSelector;
import io.shiplog.model.select.LabelSelector;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** GET and LIST. */
final class ObjectReads {

  /** How long a read waits for a version that was asked for, as kube-apiserver's watch cache. */
  private static final long FRESH_MILLIS = 3_000;

  private final ReadModel model;
  private final Rendering rendering;

  ObjectReads(ReadModel model, Rendering rendering) {
    this.model = model;
    this.rendering = rendering;
  }

  /** GET of one object, of its status, or of its scale. */
  CompletionStage<Answer> get(Exchange exchange) {
    ResourcePath path = exchange.path();
    ReadVersion version = ReadVersion.ofGet(exchange.query());
    rendering.requireObject(exchange);
    return fresh(path.type(), version)
        .thenApplyAsync(
            reached -> {
              StoredObject object = model.store().require(path.type(), path.key());
              return path.subresource().equals("scale")
                  ? Answer.json(200, Scales.of(object.parse()))
                  : rendering.object(exchange, 200, object);
            },
            exchange);
  }

  /** LIST of a kind, whole or in pages. */
  CompletionStage<Answer> list(Exchange exchange) {
    ResourceType type = exchange.path().stored();
    Selection selection = selection(exchange);
    ReadVersion asked = ReadVersion.ofList(type, exchange.query());
    long limit = Math.max(0, exchange.query().number("limit").orElse(0));
    exchange.query().number("timeoutSeconds");
    rendering.requireList(exchange);
    String token = exchange.query().text("continue");
    Optional<ContinueToken> from =
        token.isEmpty() ? Optional.empty() : Optional.of(ContinueToken.parse(token, type));
    ReadVersion version = from.map(ContinueToken::version).orElse(asked);
    return fresh(type, version)
        .thenApplyAsync(reached -> page(exchange, selection, version, from, limit), exchange);
  }

  /**
   * A page, or the whole list. All pages show one version, that of the first: whoever watches from
   * there hears of everything that has changed since on any of them.
   */
  private Answer page(
      Exchange exchange,
      Selection selection,
      ReadVersion version,
      Optional<ContinueToken> from,
      long limit) {
    ObjectKey after = from.map(ContinueToken::after).orElse(null);
    Optional<Page> taken =
        version.exact()
            ? model.store().listAt(version.atLeast(), selection, after, limit)
            : Optional.of(model.store().list(selection, after, limit));
    if (taken.isEmpty()) {
      return from.map(token -> Answer.json(410, token.expired()))
          .orElseThrow(
              () ->
                  new ApiException(
                      Status.expired("The resourceVersion for the provided list is too old.")));
    }
    Page page = taken.get();
    long bytes = 0;
    for (StoredObject object : page.objects()) {
      bytes += object.bytes().length;
    }
    MemoryBudget.Part memory = exchange.take(rendering.listMemory(exchange, bytes));
    Answer answer = rendering.list(exchange, ListHead.of(page, selection), page.objects());
    memory.keep(Math.min(answer.length(), rendering.listMemory(exchange, answer.length())));
    return answer;
  }

  /** What the selectors of a request select, an object's own path included. */
  static Selection selection(Exchange exchange) {
    ResourcePath path = exchange.path();
    if (!path.name().isEmpty()) {
      return Selection.one(path.stored(), path.key());
    }
    return new Selection(
        path.stored(),
        path.namespace(),
        labels(exchange.query().text("labelSelector")),
        FieldSelector.parse(path.type(), exchange.query().text("fieldSelector"))
            .renamed(Catalogue.conversion(path.type())::pathToStored));
  }

  private static LabelSelector labels(String text) {
    try {
      LabelSelector selector = LabelSelector.parse(text);
      SelectorSyntax.wrong(selector)
          .ifPresent(
              wrong -> {
                throw new ApiException(Status.badRequest("unable to parse requirement: " + wrong));
              });
      return selector;
    } catch (IllegalArgumentException e) {
      throw new ApiException(Status.badRequest(e.getMessage()));
    }
  }

  /** Waits until this gateway has read as far as is asked. */
  CompletionStage<Void> fresh(ResourceType type, ReadVersion version) {
    return version.latest() ? model.latest(type.shard()) : reached(type, version.atLeast());
  }

  private CompletionStage<Void> reached(ResourceType type, long atLeast) {
    if (atLeast <= model.store().version(type.shard())) {
      return CompletableFuture.completedStage(null);
    }
    return model
        .await(type.shard(), atLeast)
        .orTimeout(FRESH_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              if (failure instanceof TimeoutException) {
                throw new ApiException(tooLarge(type, atLeast));
              }
              throw new IllegalStateException("waiting for version " + atLeast, failure);
            });
  }

  private Status tooLarge(ResourceType type, long asked) {
    String text = "Too large resource version";
    return new Status(
        504,
        "Timeout",
        "Timeout: " + text + ": " + asked + ", current: " + model.store().version(type.shard()),
        new Status.Details(
            null,
            null,
            null,
            null,
            List.of(new Status.Cause("ResourceVersionTooLarge", text, null)),
            1));
  }

  /** A list's own fields. */
  record ListHead(long resourceVersion, String continueToken, long remaining) {

    /** Of a page. */
    static ListHead of(Page page, Selection selection) {
      long began = page.resourceVersion();
      if (!page.more()) {
        return new ListHead(began, "", 0);
      }
      ContinueToken next = new ContinueToken(began, page.objects().getLast().key());
      return new ListHead(began, next.encode(), selection.filtered() ? 0 : page.remaining());
    }

    /** As ListMeta. */
    ObjectNode json() {
      ObjectNode metadata = Json.object();
      metadata.put("resourceVersion", Long.toString(resourceVersion));
      if (!continueToken.isEmpty()) {
        metadata.put("continue", continueToken);
      }
      if (remaining > 0) {
        metadata.put("remainingItemCount", remaining);
      }
      return metadata;
    }
  }
}
