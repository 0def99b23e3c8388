package io.shiplog.agent.decide;

import static io.shiplog.agent.decide.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.KubeObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerUserTest {

  /** The pod's and the container's securityContext, the image's user: what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                      | ''                      | 0    | ''",
        "'\"runAsNonRoot\":true' | ''                      | 0    | image will run as root",
        "'\"runAsNonRoot\":true' | ''                      | 1000 | ''",
        "'\"runAsNonRoot\":true' | ''                      | web  | non-numeric user (web)",
        "'\"runAsNonRoot\":true' | '\"runAsNonRoot\":false'| 0    | ''",
        "''                      | '\"runAsNonRoot\":true' | 0    | image will run as root",
        "'\"runAsUser\":7'       | '\"runAsNonRoot\":true' | 0    | ''",
        "'\"runAsUser\":7'       | '\"runAsNonRoot\":true' | web  | ''",
        "'\"runAsUser\":0'       | '\"runAsNonRoot\":true' | 7    | breaks non-root policy",
      })
  void whoMayNotBeRootIsNot(String shared, String own, String image, String said) {
    KubeObject pod =
        pod(
            "\"securityContext\":{%s},\"containers\":[{\"name\":\"main\",\"securityContext\":{%s}}]"
                .formatted(shared, own));
    boolean number = image.matches("\\d+");
    ContainerUser user =
        new ContainerUser(number ? Long.valueOf(image) : null, number ? "" : image);
    String heard = "";
    try {
      ContainerUser.check(pod, pod.spec().path("containers").get(0), user);
    } catch (ConfigProblem e) {
      assertThat(e.reason()).isEqualTo("CreateContainerConfigError");
      assertThat(e).hasMessageEndingWith("(pod: \"web_default(u1)\", container: main)");
      heard = e.getMessage();
    }
    assertThat(heard).contains(said);
    assertThat(heard.isEmpty()).isEqualTo(said.isEmpty());
  }
}
