package io.shiplog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.command.UserInfo;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

class CertificateAuthenticatorTest {

  @Test
  void theCommonNameIsTheUserAndOrganizationsAreGroups() {
    assertThat(user("CN=kubernetes-admin, O=system:masters, O=others"))
        .hasValueSatisfying(
            user -> {
              assertThat(user.name()).isEqualTo("kubernetes-admin");
              assertThat(user.groups()).containsExactlyInAnyOrder("system:masters", "others");
            });
    assertThat(user("CN=\"a, b\"")).contains(new UserInfo("a, b", List.of()));
  }

  @Test
  void withoutACommonNameThereIsNoUser() {
    assertThat(user("O=system:masters")).isEmpty();
  }

  private static Optional<UserInfo> user(String subject) {
    return CertificateAuthenticator.user(new X500Principal(subject));
  }
}
