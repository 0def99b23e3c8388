package io.shiplog.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.ContainerUser;
import io.shiplog.agent.runtime.cri.LinuxContainerSecurityContext;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerLimitsTest {

  /** CRI takes a group only together with a user; nobody becomes root by that. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"runAsGroup\":5'                  | 1000 | 1000 |     | 5",
        "'\"runAsGroup\":5'                  | web  |      | web | 5",
        "'\"runAsGroup\":5'                  | 0    | 0    |     | 5",
        "'\"runAsGroup\":5,\"runAsUser\":7'  | 1000 | 7    |     | 5",
        "'\"runAsUser\":7'                   | web  | 7    |     |",
        "''                                  | 1000 |      |     |",
      })
  void theImageSaysWhoRunsUnlessTheSpecDoes(
      String own, String image, Long uid, String name, Long gid) {
    JsonNode container = Json.parseObject("{\"securityContext\":{%s}}".formatted(own));
    boolean number = image.matches("\\d+");
    ContainerUser user =
        new ContainerUser(number ? Long.valueOf(image) : null, number ? "" : image);
    KubeObject pod = new KubeObject(Json.parseObject("{\"spec\":{}}"));
    LinuxContainerSecurityContext asked = ContainerLimits.security(pod, container, user);
    assertThat(asked.hasRunAsUser() ? asked.getRunAsUser().getValue() : null).isEqualTo(uid);
    assertThat(asked.getRunAsUsername()).isEqualTo(name == null ? "" : name);
    assertThat(asked.hasRunAsGroup() ? asked.getRunAsGroup().getValue() : null).isEqualTo(gid);
  }
}
