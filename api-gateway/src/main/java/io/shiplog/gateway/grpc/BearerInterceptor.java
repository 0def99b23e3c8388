package io.shiplog.gateway.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GlobalInterceptor;
import io.shiplog.gateway.GatewayService;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lets in who brings a token, and says whom the call runs as: metadata {@code impersonate-user} and
 * so on mean what the HTTP headers mean. What they may, each call asks.
 */
@GlobalInterceptor
@Singleton
public class BearerInterceptor implements ServerInterceptor {

  /** The user of a call. */
  static final Context.Key<UserInfo> USER = Context.key("user");

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

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
    GatewayService gateway = access.get();
    UserInfo user =
        gateway
            .tokens()
            .user(headers.get(AUTHORIZATION))
            .orElseThrow(() -> new ApiException(Status.unauthorized()));
    return gateway.access().caller(user, texts(headers));
  }

  /** The metadata that is text, as headers. */
  private static List<Map.Entry<String, String>> texts(Metadata headers) {
    List<Map.Entry<String, String>> texts = new ArrayList<>();
    for (String name : headers.keys()) {
      if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX) && !name.startsWith(":")) {
        headers
            .getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))
            .forEach(value -> texts.add(Map.entry(name, value)));
      }
    }
    return texts;
  }
}
