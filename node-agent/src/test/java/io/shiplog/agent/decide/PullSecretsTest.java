package io.shiplog.agent.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullSecretsTest {

  @ParameterizedTest
  @CsvSource({
    // key in auths,             image,                          for it
    "reg.example,                reg.example/web:1,              true",
    "reg.example,                reg.example/team/web@sha256:1,  true",
    "reg.example,                reg.example:5000/web,           false",
    "reg.example:5000,           reg.example:5000/web,           true",
    "reg.example:5000,           reg.example/web,                false",
    "https://reg.example,        reg.example/web,                true",
    "https://reg.example/v1/,    reg.example/web,                true",
    "http://reg.example:80/v2/,  reg.example:80/web,             true",
    "reg.example/team,           reg.example/team/web,           true",
    "reg.example/team,           reg.example/other/web,          false",
    "reg.example/v2/team,        reg.example/team/web,           true",
    "*.example,                  reg.example/web,                true",
    "*.example,                  a.reg.example/web,              false",
    "r?g.*,                      reg.example/web,                true",
    "r?g.*,                      rg.example/web,                 false",
    "example,                    reg.example/web,                false",
    "127.0.0.1:5,                127.0.0.1:5/web,                true",
    "127.0.0.1:5,                127.0.0.1:55/web,               false",
    "docker.io,                  web,                            true",
    "https://index.docker.io/v1/, team/web:1,                    true",
    "https://index.docker.io/v1/, reg.example/web:1,             false",
  })
  void aKeyIsForSomeImages(String key, String image, boolean matches) {
    assertThat(RegistryPattern.of(key).matches(ImageName.of(image))).isEqualTo(matches);
  }

  @Test
  void allThatFitAreTriedTheMoreParticularFirst() {
    String wide =
        "{'auths':{'reg.example':{'username':'wide','password':'1'},'x':{'auth':'eDp4'}}}";
    String near =
        "{'auths':{'reg.example/team':{'auth':'%s'},'*.example':{'identitytoken':'t'}}}"
            .formatted(Base64.getEncoder().encodeToString(bytes("near:a:b")));
    assertThat(found("reg.example/team/web", wide, near))
        .containsExactly(
            new Credential("near", "a:b", "", ""),
            new Credential("wide", "1", "", ""),
            new Credential("", "", "t", ""));
    assertThat(found("reg.example/other", wide, near)).hasSize(2);
    assertThat(found("other.test/web", wide, near)).isEmpty();
  }

  @Test
  void whatCannotBeReadHoldsNothing() {
    assertThat(found("reg.example/web", "{", "{}", "{'auths':{'reg.example':{'auth':'bm8='}}}"))
        .isEmpty();
  }

  @Test
  void secretsThatAreNotThereAreNamed() {
    KubeObject pod = pod("there", "absent");
    ObjectLookup objects =
        (resource, namespace, name) ->
            name.equals("there") ? Optional.of(secret("{}")) : Optional.empty();
    assertThat(PullSecrets.missing(pod, objects)).containsExactly("absent");
  }

  /** What Secrets with these contents give for an image. */
  private static List<Credential> found(String image, String... contents) {
    String[] names = new String[contents.length];
    Map<String, KubeObject> secrets = new java.util.HashMap<>();
    for (int i = 0; i < contents.length; i++) {
      names[i] = "s" + i;
      secrets.put("secrets/default/s" + i, secret(contents[i].replace('\'', '"')));
    }
    ObjectLookup objects =
        (resource, namespace, name) ->
            Optional.ofNullable(secrets.get(resource + "/" + namespace + "/" + name));
    return PullSecrets.of(pod(names), objects, ImageName.of(image));
  }

  private static KubeObject pod(String... secrets) {
    var pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata").put("name", "p").put("namespace", "default");
    var list = pod.putObject("spec").putArray("imagePullSecrets");
    for (String secret : secrets) {
      list.addObject().put("name", secret);
    }
    return new KubeObject(pod);
  }

  private static KubeObject secret(String content) {
    var secret = Json.object().put("apiVersion", "v1").put("kind", "Secret");
    String data = Base64.getEncoder().encodeToString(bytes(content));
    secret.putObject("data").put(".dockerconfigjson", data);
    return new KubeObject(secret);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
