package io.shiplog.gateway.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GlobalInterceptor;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Lets in who brings a token of an administrator, and says who it is. */
@GlobalInterceptor
@Singleton
public class BearerInterceptor implements ServerInterceptor {

  /** The user of a call. */
  static final Context.Key<UserInfo> USER = Context.key("user");

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final List<String> ADMINISTRATORS = List.of("system:masters");

  private final GatewayAccess access;

  @Inject
  BearerInterceptor(GatewayAccess access) {
    this.access = access;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    try {
      UserInfo user = user(headers);
      return Contexts.interceptCall(Context.current().withValue(USER, user), call, headers, next);
    } catch (ApiException e) {
      StatusRuntimeException failure = GrpcStatuses.of(e.status());
      call.close(failure.getStatus(), failure.getTrailers());
      return new ServerCall.Listener<>() {};
    }
  }

  private UserInfo user(Metadata headers) {
    Optional<UserInfo> user = access.get().tokens().user(headers.get(AUTHORIZATION));
    if (user.isEmpty()) {
      throw new ApiException(Status.unauthorized());
    }
    if (user.get().groups().stream().noneMatch(ADMINISTRATORS::contains)) {
      throw new ApiException(
          new Status(
              403, "Forbidden", "user \"" + user.get().name() + "\" may not use gRPC", null));
    }
    return user.get();
  }
}
