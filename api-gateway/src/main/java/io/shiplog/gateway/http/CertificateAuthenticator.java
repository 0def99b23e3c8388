package io.shiplog.gateway.http;

import io.shiplog.model.command.UserInfo;
import io.vertx.core.http.HttpServerRequest;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The TLS client certificate, which the handshake has verified: its common name is the user, its
 * organizations are the groups.
 */
public final class CertificateAuthenticator implements Authenticator {

  @Override
  public Optional<UserInfo> authenticate(HttpServerRequest request) {
    SSLSession session = request.sslSession();
    if (session == null) {
      return Optional.empty();
    }
    try {
      return user(session.getPeerPrincipal());
    } catch (SSLPeerUnverifiedException e) {
      // The client sent no certificate; it may carry a token.
      return Optional.empty();
    }
  }

  static Optional<UserInfo> user(Principal subject) {
    String name = "";
    List<String> groups = new ArrayList<>();
    try {
      for (Rdn part : new LdapName(subject.getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          name = part.getValue().toString();
        } else if (part.getType().equalsIgnoreCase("O")) {
          groups.add(part.getValue().toString());
        }
      }
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
    return name.isEmpty() ? Optional.empty() : Optional.of(new UserInfo(name, groups));
  }
}
