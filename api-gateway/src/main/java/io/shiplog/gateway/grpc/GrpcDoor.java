package io.shiplog.gateway.grpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.shiplog.gateway.decide.access.Ask;
import io.shiplog.gateway.grpc.v1.ApplyReply;
import io.shiplog.gateway.grpc.v1.ApplyRequest;
import io.shiplog.gateway.grpc.v1.DeleteReply;
import io.shiplog.gateway.grpc.v1.DeleteRequest;
import io.shiplog.gateway.grpc.v1.GetReply;
import io.shiplog.gateway.grpc.v1.GetRequest;
import io.shiplog.gateway.grpc.v1.ListReply;
import io.shiplog.gateway.grpc.v1.ListRequest;
import io.shiplog.gateway.grpc.v1.ShiplogGrpc.ShiplogImplBase;
import io.shiplog.gateway.grpc.v1.WatchEvent;
import io.shiplog.gateway.grpc.v1.WatchRequest;
import io.shiplog.gateway.http.MemoryBudget;
import io.shiplog.gateway.intake.CommandResult;
import io.shiplog.gateway.readmodel.ObjectStore;
import io.shiplog.gateway.readmodel.Page;
import io.shiplog.gateway.readmodel.Selection;
import io.shiplog.gateway.readmodel.StoredObject;
import io.shiplog.manifests.Manifest;
import io.shiplog.manifests.Manifests;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The service of {@code shiplog.proto}. Nothing here waits: answers come when the ledger's do. */
@GrpcService
public class GrpcDoor extends ShiplogImplBase {

  private static final Logger LOG = Logger.getLogger(GrpcDoor.class);

  /** In bytes; what is smaller is read at once. */
  private static final int LARGE_MANIFEST = 64 << 10;

  private final GatewayAccess access;

  @Inject
  GrpcDoor(GatewayAccess access) {
    this.access = access;
  }

  @Override
  public void apply(ApplyRequest request, StreamObserver<ApplyReply> reply) {
    if (request.getManifest().size() <= LARGE_MANIFEST) {
      answering(reply, () -> applyNow(request, reply));
      return;
    }
    // On the event loop others wait while it is read.
    ForkJoinPool.commonPool()
        .execute(Context.current().wrap(() -> answering(reply, () -> applyNow(request, reply))));
  }

  private void applyNow(ApplyRequest request, StreamObserver<ApplyReply> reply) {
    ObjectNode manifest = manifest(request.getManifest());
    KubeObject object = new KubeObject(manifest);
    ResourceType type = References.type(object.apiVersion(), object.kind());
    ObjectKey key = References.key(type, object.namespace(), object.name());
    require("patch", type, key);
    if (request.getFieldManager().isEmpty()) {
      throw new ApiException(Status.badRequest("field_manager is required for apply"));
    }
    WriteOptions options =
        new WriteOptions(
            request.getFieldManager(), request.getForce(), request.getDryRun(), "Strict");
    write(
        reply,
        Operation.patch(key, "", PatchType.APPLY, manifest, Preconditions.NONE, options),
        result ->
            ApplyReply.newBuilder()
                .setObject(object(result))
                .setCreated(result.first().created())
                .addAllWarnings(result.outcome().warnings())
                .build());
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetReply> reply) {
    answering(reply, () -> read(reply, References.type(request.getReference()), request));
  }

  private void read(StreamObserver<GetReply> reply, ResourceType type, GetRequest request) {
    ObjectKey key = References.key(type, request.getReference());
    require("get", type, key);
    latest(
        reply,
        type,
        () -> {
          StoredObject found = store().require(type, key);
          reply.onNext(GetReply.newBuilder().setObject(ByteString.copyFrom(found.bytes())).build());
          reply.onCompleted();
        });
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListReply> reply) {
    answering(
        reply,
        () -> {
          Selection selection =
              References.selection(
                  request.getApiVersion(),
                  request.getKind(),
                  request.getNamespace(),
                  request.getLabelSelector(),
                  request.getFieldSelector());
          require("list", selection);
          latest(reply, selection.type(), () -> list(reply, selection));
        });
  }

  private void list(StreamObserver<ListReply> reply, Selection selection) {
    Page page = store().list(selection, null, 0);
    long bytes = page.objects().stream().mapToLong(one -> one.bytes().length).sum();
    MemoryBudget.Part memory = MemoryBudget.OF_THIS_PROCESS.take(2 * bytes);
    try {
      ListReply.Builder list =
          ListReply.newBuilder().setResourceVersion(Long.toString(page.resourceVersion()));
      page.objects().forEach(one -> list.addObjects(ByteString.copyFrom(one.bytes())));
      reply.onNext(list.build());
      reply.onCompleted();
    } finally {
      memory.giveBack();
    }
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchEvent> reply) {
    answering(
        reply,
        () -> {
          Selection selection =
              References.selection(
                  request.getApiVersion(),
                  request.getKind(),
                  request.getNamespace(),
                  request.getLabelSelector(),
                  request.getFieldSelector());
          require("watch", selection);
          long after = References.version(request.getResourceVersion());
          GrpcWatch watch = new GrpcWatch((ServerCallStreamObserver<WatchEvent>) reply);
          if (after == 0) {
            latest(reply, selection.type(), () -> watch.start(store(), selection, after));
          } else {
            watch.start(store(), selection, after);
          }
        });
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<DeleteReply> reply) {
    answering(
        reply,
        () -> {
          ResourceType type = References.type(request.getReference());
          ObjectKey key = References.key(type, request.getReference());
          require("delete", type, key);
          Long grace = request.hasGracePeriodSeconds() ? request.getGracePeriodSeconds() : null;
          String propagation =
              request.getPropagationPolicy().isEmpty() ? null : request.getPropagationPolicy();
          Preconditions preconditions =
              request.getUid().isEmpty() ? Preconditions.NONE : Preconditions.uid(request.getUid());
          write(
              reply,
              Operation.delete(key, preconditions, new DeletePolicy(grace, propagation)),
              result ->
                  DeleteReply.newBuilder()
                      .setObject(object(result))
                      .setGone(result.first().deleted())
                      .build());
        });
  }

  private void require(String verb, ResourceType type, ObjectKey key) {
    UserInfo user = BearerInterceptor.USER.get();
    access.get().access().require(Ask.of(user, verb, type, key.namespace(), key.name()));
  }

  private void require(String verb, Selection selection) {
    UserInfo user = BearerInterceptor.USER.get();
    Ask ask = Ask.of(user, verb, selection.type(), selection.namespace(), "");
    access.get().access().require(ask.selecting(selection.fields()));
  }

  private <T> void write(
      StreamObserver<T> reply, Operation operation, Function<CommandResult, T> answer) {
    UserInfo user = BearerInterceptor.USER.get();
    Command command = Command.of(UUID.randomUUID().toString(), user, operation);
    access
        .get()
        .bus()
        .submit(command)
        .whenComplete(
            (result, failure) -> {
              if (failure != null) {
                reply.onError(GrpcStatuses.of(Status.internal(failure.getMessage())));
              } else if (result.rejected()) {
                reply.onError(GrpcStatuses.of(result.outcome().status()));
              } else {
                reply.onNext(answer.apply(result));
                reply.onCompleted();
              }
            });
  }

  /** Reads once this gateway has everything that was acknowledged before the call. */
  private void latest(StreamObserver<?> reply, ResourceType type, Runnable read) {
    access
        .get()
        .model()
        .latest(type.shard())
        .whenCompleteAsync(
            (reached, failure) ->
                answering(
                    reply,
                    () -> {
                      if (failure != null) {
                        throw refusal(failure);
                      }
                      read.run();
                    }));
  }

  private static RuntimeException refusal(Throwable failure) {
    return failure instanceof CompletionException wrapped
            && wrapped.getCause() instanceof ApiException refused
        ? refused
        : new IllegalStateException("the latest version cannot be read", failure);
  }

  /** Turns what goes wrong before an answer is on its way into a failure of the call. */
  private static void answering(StreamObserver<?> reply, Runnable work) {
    try {
      work.run();
    } catch (ApiException e) {
      reply.onError(GrpcStatuses.of(e.status()));
    } catch (RuntimeException e) {
      LOG.error("a gRPC call failed", e);
      reply.onError(GrpcStatuses.of(Status.internal(String.valueOf(e.getMessage()))));
    }
  }

  /** The one object that the bytes name, JSON or YAML. */
  private static ObjectNode manifest(ByteString bytes) {
    try {
      List<Manifest> found = Manifests.read(bytes.toByteArray()).objects();
      if (found.size() == 1) {
        return (ObjectNode) found.getFirst().object().json();
      }
      throw new IllegalArgumentException("it holds " + found.size() + " objects, not one");
    } catch (IllegalArgumentException e) {
      throw new ApiException(Status.badRequest("the manifest cannot be read: " + e.getMessage()));
    }
  }

  private static ByteString object(CommandResult result) {
    return result.firstObject().map(ByteString::copyFrom).orElse(ByteString.EMPTY);
  }

  private ObjectStore store() {
    return access.get().model().store();
  }
}
