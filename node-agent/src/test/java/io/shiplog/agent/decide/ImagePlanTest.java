package io.shiplog.agent.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagePlanTest {

  @ParameterizedTest
  @CsvSource({
    // policy,    image,  present, plan
    "Always,       web:1,  true,    Pulling image \"web:1\"",
    "Always,       web:1,  false,   Pulling image \"web:1\"",
    "IfNotPresent, web:1,  true,    Container image \"web:1\" already present on machine",
    "IfNotPresent, web:1,  false,   Pulling image \"web:1\"",
    "Never,        web:1,  true,    Container image \"web:1\" already present on machine",
    "Never,        web:1,  false,   ErrImageNeverPull",
    "'',           web:1,  true,    Container image \"web:1\" already present on machine",
    "'',           web,    true,    Pulling image \"web\"",
    "'',           web:latest, true, Pulling image \"web:latest\"",
    "Never,        WEB:1,  true,    InvalidImageName",
    "Always,       WEB:1,  false,   InvalidImageName",
  })
  void followsThePolicy(String policy, String image, boolean present, String expected) {
    var json = Json.object().put("image", image).put("imagePullPolicy", policy);
    var spec = new ContainerSpec(json, ContainerSpec.Kind.MAIN);
    String told =
        switch (ImagePlan.of(spec, present)) {
          case ImagePlan.Use use -> use.message();
          case ImagePlan.Pull pull -> pull.message();
          case ImagePlan.Refuse refuse -> refuse.reason();
        };
    assertThat(told).isEqualTo(expected);
  }
}
