package io.shiplog.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeConfigTest {

  @TempDir Path folder;

  @Test
  void theCurrentContextDecidesAndDataMayBeInPlaceOrInFiles() throws IOException {
    Files.writeString(folder.resolve("client.crt"), "certificate");
    Files.writeString(folder.resolve("token"), "secret\n");
    String authority = Base64.getEncoder().encodeToString("ca".getBytes(StandardCharsets.UTF_8));

    KubeConfig config =
        read(
            """
            current-context: there
            contexts:
            - {name: here, context: {cluster: none, user: none}}
            - {name: there, context: {cluster: c, user: u}}
            clusters:
            - name: c
              cluster: {server: "https://api.example:6443/", certificate-authority-data: %s}
            users:
            - name: u
              user: {client-certificate: client.crt, tokenFile: token}
            """
                .formatted(authority));

    assertThat(config.server()).isEqualTo(URI.create("https://api.example:6443"));
    assertThat(config.authority().orElseThrow()).asString().isEqualTo("ca");
    assertThat(config.certificate().orElseThrow()).asString().isEqualTo("certificate");
    assertThat(config.key()).isEmpty();
    assertThat(config.token()).contains("secret");
    assertThat(config.insecure()).isFalse();
  }

  @Test
  void whatCannotBeUsedIsNamed() {
    assertThatThrownBy(() -> read("current-context: gone\ncontexts: []\n"))
        .hasMessageContaining("no entry 'gone' in contexts");
    assertThatThrownBy(
            () ->
                read(
                    """
                    current-context: x
                    contexts: [{name: x, context: {cluster: x, user: x}}]
                    clusters: [{name: x, cluster: {server: "https://x"}}]
                    users: [{name: x, user: {exec: {command: login}}}]
                    """))
        .hasMessageContaining("credentials from a program are not supported");
  }

  private KubeConfig read(String text) throws IOException {
    return KubeConfig.read(Files.writeString(folder.resolve("config"), text));
  }
}
