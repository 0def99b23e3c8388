package io.shiplog.gateway.decide.access;

import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whom a request asks to run as, by its {@code Impersonate-*} headers. Source: apiserver, {@code
 * pkg/endpoints/filters/impersonation.go}.
 *
 * @param user the user's name
 * @param uid the user's uid; empty if none is asked for
 * @param groups the groups asked for
 * @param extra further claims, by their keys
 */
public record Impersonation(
    String user, String uid, List<String> groups, Map<String, List<String>> extra) {

  private static final String USER = "impersonate-user";
  private static final String UID = "impersonate-uid";
  private static final String GROUP = "impersonate-group";
  private static final String EXTRA = "impersonate-extra-";
  private static final String ACCOUNT = "system:serviceaccount:";
  private static final String AUTHENTICATION = "authentication.k8s.io";

  /**
   * Reads the headers of a request.
   *
   * @param headers names, in any case, and values
   * @return empty if none of them asks for another user
   * @throws ApiException 500, as kube-apiserver, where groups, a uid or claims are asked for
   *     without a user
   */
  public static Optional<Impersonation> read(Iterable<Map.Entry<String, String>> headers) {
    String user = "";
    String uid = "";
    List<String> groups = new ArrayList<>();
    Map<String, List<String>> extra = new TreeMap<>();
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.equals(USER) && user.isEmpty()) {
        user = header.getValue();
      } else if (name.equals(UID) && uid.isEmpty()) {
        uid = header.getValue();
      } else if (name.equals(GROUP)) {
        groups.add(header.getValue());
      } else if (name.startsWith(EXTRA)) {
        extra
            .computeIfAbsent(unescape(name.substring(EXTRA.length())), key -> new ArrayList<>())
            .add(header.getValue());
      }
    }
    Impersonation asked = new Impersonation(user, uid, groups, extra);
    if (user.isEmpty() && !asked.equals(new Impersonation("", "", List.of(), Map.of()))) {
      throw new ApiException(
          Status.internal("requested " + asked.claims() + " without impersonating a user"));
    }
    return user.isEmpty() ? Optional.empty() : Optional.of(asked);
  }

  /** Header names carry keys percent-encoded; a key that is not, or wrongly, stays as it is. */
  private static String unescape(String key) {
    byte[] plain = new byte[key.length()];
    int length = 0;
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c == '%') {
        if (!key.substring(i).matches("%[0-9a-f]{2}.*")) {
          return key;
        }
        plain[length++] = (byte) Integer.parseInt(key.substring(i + 1, i + 3), 16);
        i += 2;
      } else {
        plain[length++] = (byte) c;
      }
    }
    return new String(plain, 0, length, StandardCharsets.UTF_8);
  }

  private String claims() {
    List<String> claims = new ArrayList<>();
    groups.forEach(group -> claims.add("group \"" + group + "\""));
    extra.keySet().forEach(key -> claims.add("userextra \"" + key + "\""));
    if (!uid.isEmpty()) {
      claims.add("uid \"" + uid + "\"");
    }
    return String.join(", ", claims);
  }

  /** What the real user must be allowed, all of it. */
  public List<Ask> asks(UserInfo real) {
    List<Ask> asks = new ArrayList<>();
    asks.add(
        account().map(account -> ask(real, account)).orElseGet(() -> ask(real, "users", user)));
    groups.forEach(group -> asks.add(ask(real, "groups", group)));
    extra.forEach(
        (key, values) ->
            values.forEach(
                value ->
                    asks.add(
                        Ask.resource(
                            real, "impersonate", AUTHENTICATION, "userextras", key, "", value))));
    if (!uid.isEmpty()) {
      asks.add(Ask.resource(real, "impersonate", AUTHENTICATION, "uids", "", "", uid));
    }
    return asks;
  }

  private static Ask ask(UserInfo real, String resource, String name) {
    return Ask.resource(real, "impersonate", "", resource, "", "", name);
  }

  private static Ask ask(UserInfo real, Account account) {
    return Ask.resource(
        real, "impersonate", "", "serviceaccounts", "", account.namespace(), account.name());
  }

  /**
   * Who the request then runs as. A ServiceAccount is in its groups where none are asked for, and
   * everybody but the anonymous user in that of the authenticated.
   */
  public UserInfo caller() {
    UserInfo as = new UserInfo(user, uid, groups, extra);
    if (groups.isEmpty() && account().isPresent()) {
      as =
          as.in(
              List.of(
                  "system:serviceaccounts",
                  "system:serviceaccounts:" + account().get().namespace()));
    }
    if (!Groups.nobody(as)) {
      as = as.groups().contains(Groups.UNAUTHENTICATED) ? as : Groups.authenticated(as);
    } else if (groups.isEmpty()) {
      as = as.in(Groups.ANONYMOUS.groups());
    }
    return as;
  }

  private record Account(String namespace, String name) {}

  private Optional<Account> account() {
    String[] parts = user.split(":", -1);
    return user.startsWith(ACCOUNT)
            && parts.length == 4
            && !parts[2].isEmpty()
            && !parts[3].isEmpty()
        ? Optional.of(new Account(parts[2], parts[3]))
        : Optional.empty();
  }
}
