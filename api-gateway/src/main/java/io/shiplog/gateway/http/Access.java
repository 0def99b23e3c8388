package io.shiplog.gateway.http;

import io.shiplog.gateway.decide.access.Ask;
import io.shiplog.gateway.decide.access.Authorizer;
import io.shiplog.gateway.decide.access.Groups;
import io.shiplog.gateway.decide.access.Impersonation;
import io.shiplog.gateway.decide.access.Verdict;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;

/** Who sends a request, whom it runs as, and whether they may: the same for every door. */
public final class Access {

  private final Authenticator authenticator;
  private final Authorizer authorizer;

  /** Access by those credentials and rules. */
  public Access(Authenticator authenticator, Authorizer authorizer) {
    this.authenticator = authenticator;
    this.authorizer = authorizer;
  }

  Authorizer authorizer() {
    return authorizer;
  }

  /**
   * Whom a request runs as; empty if it brings no credentials.
   *
   * @throws ApiException 403 if it asks to run as somebody whom its sender may not impersonate
   */
  Optional<UserInfo> caller(HttpServerRequest request) {
    return authenticator
        .authenticate(request)
        .map(user -> caller(user, request.headers().entries()));
  }

  /**
   * Whom a request runs as.
   *
   * @param user whose credentials it brings
   * @param headers its headers, or what goes for them
   * @throws ApiException 403 if it asks to run as somebody whom its sender may not impersonate
   */
  public UserInfo caller(UserInfo user, Iterable<Map.Entry<String, String>> headers) {
    UserInfo real = Groups.authenticated(user);
    Optional<Impersonation> asked = Impersonation.read(headers);
    asked.ifPresent(as -> as.asks(real).forEach(this::require));
    return asked.map(Impersonation::caller).orElse(real);
  }

  /**
   * Requires that something may be done.
   *
   * @throws ApiException 403 if it may not
   */
  public void require(Ask ask) {
    Verdict verdict = authorizer.decide(ask);
    if (!verdict.allowed()) {
      throw new ApiException(ask.forbidden(verdict.reason()));
    }
  }

  /**
   * Requires that the sender may read a path that is no resource; without credentials, what anybody
   * may read.
   *
   * @throws ApiException 401 without credentials, 403 with those of somebody who may not
   */
  void requirePath(HttpServerRequest request) {
    Optional<UserInfo> caller = caller(request);
    String method = request.method().name().toLowerCase(java.util.Locale.ROOT);
    String verb = method.equals("head") ? "get" : method;
    UserInfo user = caller.orElse(Groups.ANONYMOUS);
    Ask ask = Ask.path(user, verb, request.path());
    if (caller.isEmpty() && !authorizer.decide(ask).allowed()) {
      throw new ApiException(Status.unauthorized());
    }
    require(ask);
  }

  /** Lets a request pass to the next route if its sender may read its path. */
  void guard(RoutingContext routing) {
    try {
      requirePath(routing.request());
      routing.next();
    } catch (ApiException refused) {
      AnswerWriter.write(routing.response(), Answer.failure(refused.status()));
    }
  }
}
