package io.shiplog.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a command's record says of who asked. */
class UserInfoTest {

  @Test
  void allThatIsKnownOfAUserIsWrittenAndRead() throws Exception {
    UserInfo jane =
        new UserInfo("jane", "u-1", List.of("dev"), Map.of("acme.com/scopes", List.of("view")));
    byte[] written = Json.bytes(jane);
    assertThat(new String(written, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"name\":\"jane\",\"uid\":\"u-1\",\"groups\":[\"dev\"],"
                + "\"extra\":{\"acme.com/scopes\":[\"view\"]}}");
    assertThat(Json.MAPPER.readValue(written, UserInfo.class)).isEqualTo(jane);
  }

  /** Records from before say name and groups alone, and so does who has no more. */
  @Test
  void whatIsNotKnownTakesNoRoom() throws Exception {
    UserInfo node = UserInfo.node("n1");
    String former = "{\"name\":\"system:node:n1\",\"groups\":[\"system:nodes\"]}";
    assertThat(new String(Json.bytes(node), StandardCharsets.UTF_8)).isEqualTo(former);
    assertThat(Json.MAPPER.readValue(former, UserInfo.class)).isEqualTo(node);
  }

  /** As kube-controller-manager runs its controllers: nobody of them is an administrator. */
  @Test
  void controllersAreServiceAccounts() {
    UserInfo controller = UserInfo.controller("replicaset-controller");
    assertThat(controller.name())
        .isEqualTo("system:serviceaccount:kube-system:replicaset-controller");
    assertThat(controller.groups())
        .contains("system:serviceaccounts:kube-system")
        .doesNotContain("system:masters");
    assertThat(UserInfo.scheduler().groups()).doesNotContain("system:masters");
    assertThat(controller.ofControlPlane() && UserInfo.scheduler().ofControlPlane()).isTrue();
    assertThat(UserInfo.node("n1").ofControlPlane()).isFalse();
  }
}
