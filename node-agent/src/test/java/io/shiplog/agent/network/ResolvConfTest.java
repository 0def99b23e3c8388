package io.shiplog.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.runtime.cri.DNSConfig;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.RandomSeal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolvConfTest {

  @TempDir Path home;

  /** The node's servers, those behind systemd-resolved, and whose pod asks: whom it asks. */
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,            '',        pod,  192.0.2.1",
    "192.0.2.1,            192.0.2.9, pod,  192.0.2.1",
    "127.0.0.53,           192.0.2.9, pod,  192.0.2.9",
    "127.0.0.53,           192.0.2.9, node, 127.0.0.53",
    "127.0.0.1 192.0.2.1,  '',        pod,  192.0.2.1",
    "127.0.0.11,           '',        pod,  ''",
    "::1 192.0.2.1,        '',        pod,  192.0.2.1",
  })
  void podsAskServersThatTheyCanReach(String own, String behind, String whose, String asked)
      throws Exception {
    Path host = home.resolve("resolv.conf");
    Path resolved = home.resolve("resolved.conf");
    Files.writeString(host, "search example\nnameserver " + own + "\n");
    if (!behind.isEmpty()) {
      Files.writeString(resolved, "search example\nnameserver " + behind + "\n");
    }
    AgentConfig config =
        AgentConfig.of(
            "n", KafkaSettings.local("127.0.0.1:1"), RandomSeal.withKey(new byte[32]), home);
    String spec = "{\"spec\":{\"hostNetwork\":%s}}".formatted(whose.equals("node"));
    DNSConfig dns =
        new ResolvConf(config, host, resolved).of(new KubeObject(Json.parseObject(spec)));
    assertThat(String.join(" ", dns.getServersList())).isEqualTo(asked);
    assertThat(dns.getSearchesList()).containsExactly("example");
  }
}
