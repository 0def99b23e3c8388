package io.shiplog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void aProcessWithoutSettingsIsTheWholeControlPlaneOnItsOwnBroker() {
    Settings settings = Settings.of(Map.of());
    assertThat(settings.roles()).isEqualTo(Role.STANDALONE);
    assertThat(settings.kafka().bootstrapServers()).isEqualTo("127.0.0.1:19092");
    assertThat(settings.kafka().replicationFactor()).isEqualTo((short) 1);
    assertThat(settings.broker().voters()).isEqualTo("1@127.0.0.1:19093");
    assertThat(settings.bind()).isEqualTo("0.0.0.0");
  }

  @Test
  void aServiceOfItsOwnUsesTheKafkaItIsTold() {
    Settings settings =
        Settings.of(
            Map.of(
                "SHIPLOG_ROLES", "scheduler-service, service-registry",
                "SHIPLOG_BOOTSTRAP_SERVERS", "kafka-1:9092,kafka-2:9092",
                "SHIPLOG_REPLICATION_FACTOR", "3",
                "SHIPLOG_KAFKA_SECURITY_PROTOCOL", "SASL_SSL"));
    assertThat(settings.roles())
        .isEqualTo(EnumSet.of(Role.SCHEDULER_SERVICE, Role.SERVICE_REGISTRY));
    assertThat(settings.kafka().common())
        .containsEntry("bootstrap.servers", "kafka-1:9092,kafka-2:9092")
        .containsEntry("security.protocol", "SASL_SSL");
    assertThat(settings.bind()).isEqualTo("127.0.0.1");
  }

  @Test
  void processesOfOneClusterShareTheirCredentialsAndNothingElse() {
    assertThat(Settings.of(Map.of("SHIPLOG_HOME", "/a")).pki()).isEqualTo(Path.of("/a/pki"));
    assertThat(Settings.of(Map.of("SHIPLOG_HOME", "/a", "SHIPLOG_PKI", "/b/../c")).pki())
        .isEqualTo(Path.of("/c"));
  }

  @Test
  void whoSharesTheClusterWithOthersTakesOverSoonAndReadsWhatTheyWrote() {
    Settings alone = Settings.of(Map.of());
    assertThat(alone.alone()).isTrue();
    assertThat(alone.kafka().member())
        .containsEntry("session.timeout.ms", 6000)
        .containsEntry("heartbeat.interval.ms", 2000)
        .containsEntry("retry.backoff.ms", 250);
    assertThat(alone.kafka().consumer()).containsEntry("fetch.max.wait.ms", "2000");

    Settings one = Settings.of(Map.of("SHIPLOG_QUORUM_VOTERS", "1@a:1,2@b:1,3@c:1"));
    assertThat(one.alone()).isFalse();
    assertThat(one.kafka().member())
        .containsEntry("session.timeout.ms", 2000)
        .containsEntry("heartbeat.interval.ms", 400)
        .containsEntry("retry.backoff.ms", 100);
    assertThat(one.kafka().consumer()).doesNotContainKey("fetch.max.wait.ms");

    Settings patient =
        Settings.of(
            Map.of("SHIPLOG_ROLES", "api-gateway", "SHIPLOG_KAFKA_SESSION_TIMEOUT_MS", "10000"));
    assertThat(patient.alone()).isFalse();
    assertThat(patient.kafka().member())
        .containsEntry("session.timeout.ms", 10_000)
        .containsEntry("heartbeat.interval.ms", 2000);
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> Settings.of(Map.of("SHIPLOG_ROLES", "gateway")))
        .hasMessageContaining("'gateway'")
        .hasMessageContaining("api-gateway");
    assertThatThrownBy(() -> Settings.of(Map.of("SHIPLOG_API_PORT", "https")))
        .hasMessageContaining("SHIPLOG_API_PORT must be a number, not 'https'");
  }
}
