package io.shiplog.gateway.grpc;

import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.shiplog.model.Json;
import io.shiplog.model.error.Status;
import java.nio.charset.StandardCharsets;

/** Kubernetes' failures as gRPC's. */
final class GrpcStatuses {

  static final Metadata.Key<String> STATUS =
      Metadata.Key.of("kubernetes-status", Metadata.ASCII_STRING_MARSHALLER);

  private GrpcStatuses() {}

  static StatusRuntimeException of(Status status) {
    Metadata trailers = new Metadata();
    String json = new String(Json.bytes(status), StandardCharsets.UTF_8);
    trailers.put(STATUS, json.replaceAll("[^\\x20-\\x7e]", "?"));
    return code(status).toStatus().withDescription(status.message()).asRuntimeException(trailers);
  }

  private static io.grpc.Status.Code code(Status status) {
    return switch (status.code()) {
      case 400, 422 -> io.grpc.Status.Code.INVALID_ARGUMENT;
      case 401 -> io.grpc.Status.Code.UNAUTHENTICATED;
      case 403 -> io.grpc.Status.Code.PERMISSION_DENIED;
      case 404 -> io.grpc.Status.Code.NOT_FOUND;
      case 409 ->
          status.reason().equals("AlreadyExists")
              ? io.grpc.Status.Code.ALREADY_EXISTS
              : io.grpc.Status.Code.ABORTED;
      case 410 -> io.grpc.Status.Code.OUT_OF_RANGE;
      case 413 -> io.grpc.Status.Code.RESOURCE_EXHAUSTED;
      case 429, 503 -> io.grpc.Status.Code.UNAVAILABLE;
      case 504 -> io.grpc.Status.Code.DEADLINE_EXCEEDED;
      default -> io.grpc.Status.Code.INTERNAL;
    };
  }
}
