package io.shiplog.gateway.decide.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whom requests run as, as kube-apiserver reads their headers. */
class ImpersonationTest {

  private static final UserInfo REAL = new UserInfo("real", List.of());

  private static List<Map.Entry<String, String>> headers(String... pairs) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      headers.add(Map.entry(pairs[i], pairs[i + 1]));
    }
    return headers;
  }

  private static Impersonation read(String... pairs) {
    return Impersonation.read(headers(pairs)).orElseThrow();
  }

  @Test
  void everyClaimIsAskedFor() {
    Impersonation asked =
        read(
            "Impersonate-User", "jane",
            "Impersonate-Group", "dev",
            "Impersonate-Group", "ops",
            "Impersonate-Uid", "u-1",
            "Impersonate-Extra-Acme.com%2Fscopes", "view");

    assertThat(asked.asks(REAL))
        .extracting(ask -> ask.verb() + " " + ask.qualifiedResource() + " " + ask.name())
        .containsExactly(
            "impersonate users jane",
            "impersonate groups dev",
            "impersonate groups ops",
            "impersonate userextras/acme.com/scopes view",
            "impersonate uids u-1");
    assertThat(asked.caller())
        .isEqualTo(
            new UserInfo(
                "jane",
                "u-1",
                List.of("dev", "ops", "system:authenticated"),
                Map.of("acme.com/scopes", List.of("view"))));
  }

  @Test
  void aServiceAccountIsInItsGroups() {
    Impersonation asked = read("impersonate-user", "system:serviceaccount:x:bot");

    assertThat(asked.asks(REAL))
        .extracting(ask -> ask.key().toString())
        .containsExactly("serviceaccounts/x/bot");
    assertThat(asked.caller().groups())
        .containsExactly(
            "system:serviceaccounts", "system:serviceaccounts:x", "system:authenticated");
  }

  @Test
  void whoeverActsAsTheAnonymousUserIsNotAuthenticated() {
    assertThat(read("Impersonate-User", "system:anonymous").caller()).isEqualTo(Groups.ANONYMOUS);
  }

  @Test
  void aGroupWithoutAUserIsRefused() {
    assertThat(Impersonation.read(headers("User-Agent", "x"))).isEmpty();
    assertThatThrownBy(() -> Impersonation.read(headers("Impersonate-Group", "dev")))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("requested group \"dev\" without impersonating a user");
  }
}
