package io.shiplog.agent.decide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {

  private static final String DIGEST =
      "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource({
    // as written,           in full,                               latest
    "web,                    docker.io/library/web:latest,          true",
    "web:1.2,                docker.io/library/web:1.2,             false",
    "team/web:latest,        docker.io/team/web:latest,             true",
    "team/deep/web,          docker.io/team/deep/web:latest,        true",
    "localhost/web,          localhost/web:latest,                  true",
    "127.0.0.1:5000/web,     127.0.0.1:5000/web:latest,             true",
    "127.0.0.1:5000/web:1,   127.0.0.1:5000/web:1,                  false",
    "web@D,                  docker.io/library/web@D,               false",
    "127.0.0.1:5/a/web:1@D,  127.0.0.1:5/a/web:1@D,                 false",
    "web:latest@D,           docker.io/library/web:latest@D,        false",
  })
  void isTakenApart(String text, String full, boolean latest) {
    ImageName name = ImageName.of(text.replace("D", DIGEST));
    assertThat(name.full()).isEqualTo(full.replace("D", DIGEST));
    assertThat(name.latest()).isEqualTo(latest);
    assertThat(name.problem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":1", "a//b", "/web", "web:-1", "we b", "web@sha256:12", "-h.x/web"})
  void isRefused(String text) {
    assertThat(ImageName.of(text).problem()).contains("invalid reference format");
  }

  @ParameterizedTest
  @ValueSource(strings = {"WEB", "127.0.0.1:5000/Team/web:1", "Team/web"})
  void capitalsAreNamedAsTheReason(String text) {
    assertThat(ImageName.of(text).problem())
        .contains("invalid reference format: repository name must be lowercase");
  }
}
