package io.shiplog.e2e.spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.shiplog.gateway.grpc.v1.ApplyReply;
import io.shiplog.gateway.grpc.v1.ApplyRequest;
import io.shiplog.gateway.grpc.v1.DeleteReply;
import io.shiplog.gateway.grpc.v1.DeleteRequest;
import io.shiplog.gateway.grpc.v1.GetRequest;
import io.shiplog.gateway.grpc.v1.ListReply;
import io.shiplog.gateway.grpc.v1.ListRequest;
import io.shiplog.gateway.grpc.v1.ObjectReference;
import io.shiplog.gateway.grpc.v1.ShiplogGrpc;
import io.shiplog.gateway.grpc.v1.ShiplogGrpc.ShiplogBlockingStub;
import io.shiplog.gateway.grpc.v1.WatchEvent;
import io.shiplog.gateway.grpc.v1.WatchRequest;
import io.shiplog.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The gRPC door, on the port of the REST API, as a client with generated stubs sees it. */
@ExtendWith(ControlPlane.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcDoorTest {

  private ManagedChannel channel;
  private ShiplogBlockingStub client;

  @BeforeAll
  void connect(ControlPlane plane) throws IOException {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", plane.apiPort())
            .sslContext(
                GrpcSslContexts.forClient()
                    .trustManager(plane.pki().resolve("ca.crt").toFile())
                    .build())
            .build();
    String token = Files.readString(plane.pki().resolve("admin.token")).strip();
    client = with("Bearer " + token);
  }

  @AfterAll
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void anObjectIsAppliedReadListedAndDeleted() throws IOException {
    ApplyReply made = client().apply(apply("grpc-life", "mine", "one"));
    assertThat(made.getCreated()).isTrue();
    assertThat(json(made.getObject()).at("/data/is").asText()).isEqualTo("one");
    ApplyReply changed = client().apply(apply("grpc-life", "mine", "two"));
    assertThat(changed.getCreated()).isFalse();

    GetRequest get = GetRequest.newBuilder().setReference(reference("grpc-life")).build();
    assertThat(json(client().get(get).getObject())).isEqualTo(json(changed.getObject()));

    ListReply list =
        client()
            .list(
                ListRequest.newBuilder()
                    .setApiVersion("v1")
                    .setKind("ConfigMap")
                    .setLabelSelector("of=grpc-life")
                    .build());
    assertThat(list.getObjectsList()).containsExactly(changed.getObject());
    assertThat(Long.parseLong(list.getResourceVersion()))
        .isGreaterThanOrEqualTo(json(changed.getObject()).at("/metadata/resourceVersion").asLong());

    DeleteReply deleted = client().delete(delete("grpc-life").build());
    assertThat(deleted.getGone()).isTrue();
    assertThat(failure(stub -> stub.get(get)).getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void aWatchTellsWhatIsThereAndThenWhatHappens() throws IOException {
    client().apply(apply("grpc-watch", "mine", "one"));
    Iterator<WatchEvent> events =
        client()
            .watch(
                WatchRequest.newBuilder()
                    .setApiVersion("v1")
                    .setKind("ConfigMap")
                    .setNamespace("default")
                    .setLabelSelector("of=grpc-watch")
                    .build());
    WatchEvent first = events.next();
    assertThat(first.getType()).isEqualTo(WatchEvent.Type.ADDED);
    client().apply(apply("grpc-watch", "mine", "two"));
    WatchEvent second = events.next();
    assertThat(second.getType()).isEqualTo(WatchEvent.Type.MODIFIED);
    assertThat(json(second.getObject()).at("/data/is").asText()).isEqualTo("two");
    client().delete(delete("grpc-watch").build());
    WatchEvent third = events.next();
    assertThat(third.getType()).isEqualTo(WatchEvent.Type.DELETED);
    assertThat(Long.parseLong(third.getResourceVersion()))
        .isGreaterThan(Long.parseLong(second.getResourceVersion()));

    Iterator<WatchEvent> again =
        client()
            .watch(
                WatchRequest.newBuilder()
                    .setApiVersion("v1")
                    .setKind("ConfigMap")
                    .setLabelSelector("of=grpc-watch")
                    .setResourceVersion(first.getResourceVersion())
                    .build());
    assertThat(again.next()).isEqualTo(second);
    assertThat(again.next()).isEqualTo(third);
  }

  @Test
  void aDryRunChangesNothing() throws IOException {
    ApplyReply dry =
        client().apply(apply("grpc-dry", "mine", "one").toBuilder().setDryRun(true).build());
    assertThat(json(dry.getObject()).at("/data/is").asText()).isEqualTo("one");
    GetRequest get = GetRequest.newBuilder().setReference(reference("grpc-dry")).build();
    assertThat(failure(stub -> stub.get(get)).getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        row("no such object", Code.NOT_FOUND, s -> s.delete(delete("grpc-none").build())),
        row(
            "no such kind",
            Code.NOT_FOUND,
            s -> s.apply(manifest("apiVersion: v1\nkind: Wish\nmetadata: {name: a}", "m"))),
        row(
            "no such namespace",
            Code.NOT_FOUND,
            s ->
                s.apply(
                    manifest(
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: none}",
                        "m"))),
        row("no manifest", Code.INVALID_ARGUMENT, s -> s.apply(manifest("", "m"))),
        row("not YAML", Code.INVALID_ARGUMENT, s -> s.apply(manifest("a: [", "m"))),
        row("no object", Code.INVALID_ARGUMENT, s -> s.apply(manifest("[]", "m"))),
        row("no manager", Code.INVALID_ARGUMENT, s -> s.apply(apply("grpc-bad", "", "one"))),
        row("no valid name", Code.INVALID_ARGUMENT, s -> s.apply(apply("Not_A_Name", "m", "x"))),
        row(
            "an unknown field",
            Code.INVALID_ARGUMENT,
            s ->
                s.apply(
                    manifest("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nx: 1", "m"))),
        row(
            "another owner's field",
            Code.ABORTED,
            s -> {
              s.apply(apply("grpc-owned", "mine", "one"));
              s.apply(apply("grpc-owned", "yours", "two"));
            }),
        row(
            "another object's uid",
            Code.ABORTED,
            s -> {
              s.apply(apply("grpc-uid", "mine", "one"));
              s.delete(delete("grpc-uid").setUid("another").build());
            }),
        row(
            "a version that is none",
            Code.INVALID_ARGUMENT,
            s ->
                s.watch(
                        WatchRequest.newBuilder()
                            .setApiVersion("v1")
                            .setKind("Pod")
                            .setResourceVersion("x")
                            .build())
                    .next()));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("failures")
  void aFailureHasItsCodeAndTheStatus(String what, Code code, Consumer<ShiplogBlockingStub> call)
      throws IOException {
    StatusRuntimeException failure = failure(call);
    assertThat(failure.getStatus().getCode()).as(failure.toString()).isEqualTo(code);
    String status =
        failure
            .getTrailers()
            .get(Metadata.Key.of("kubernetes-status", Metadata.ASCII_STRING_MARSHALLER));
    assertThat(Json.MAPPER.readTree(status).at("/message").asText())
        .isNotEmpty()
        .isEqualTo(failure.getStatus().getDescription());
  }

  @Test
  void nobodyComesInWithoutAToken() {
    GetRequest get = GetRequest.newBuilder().setReference(reference("any")).build();
    for (String authorization : new String[] {"", "Bearer wrong", "Basic YTpi"}) {
      StatusRuntimeException refusal =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> deadline(with(authorization)).get(get));
      assertThat(refusal.getStatus().getCode()).as(authorization).isEqualTo(Code.UNAUTHENTICATED);
    }
  }

  private static Arguments row(String what, Code code, Consumer<ShiplogBlockingStub> call) {
    return Arguments.of(what, code, call);
  }

  private StatusRuntimeException failure(Consumer<ShiplogBlockingStub> call) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> call.accept(client()));
  }

  private ShiplogBlockingStub with(String authorization) {
    Metadata headers = new Metadata();
    if (!authorization.isEmpty()) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
    }
    return ShiplogGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private ShiplogBlockingStub client() {
    return deadline(client);
  }

  private static ShiplogBlockingStub deadline(ShiplogBlockingStub stub) {
    return stub.withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  private static ApplyRequest apply(String name, String manager, String value) {
    return manifest(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %1$s, labels: {of: %1$s}}
        data: {is: %2$s}
        """
            .formatted(name, value),
        manager);
  }

  private static ApplyRequest manifest(String text, String manager) {
    return ApplyRequest.newBuilder()
        .setManifest(ByteString.copyFromUtf8(text))
        .setFieldManager(manager)
        .build();
  }

  private static ObjectReference reference(String name) {
    return ObjectReference.newBuilder()
        .setApiVersion("v1")
        .setKind("ConfigMap")
        .setName(name)
        .build();
  }

  private static DeleteRequest.Builder delete(String name) {
    return DeleteRequest.newBuilder().setReference(reference(name));
  }

  private static JsonNode json(ByteString bytes) throws IOException {
    return Json.MAPPER.readTree(bytes.toByteArray());
  }
}
