package io.shiplog.gateway.http;

import io.shiplog.model.command.UserInfo;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/** Says who sends a request. */
public interface Authenticator {

  /** The user, or empty if this way of proving who one is was not used, or failed. */
  Optional<UserInfo> authenticate(HttpServerRequest request);

  /** The first of several ways that succeeds. */
  static Authenticator chain(List<Authenticator> ways) {
    List<Authenticator> all = List.copyOf(ways);
    return request -> {
      for (Authenticator way : all) {
        Optional<UserInfo> user = way.authenticate(request);
        if (user.isPresent()) {
          return user;
        }
      }
      return Optional.empty();
    };
  }
}
