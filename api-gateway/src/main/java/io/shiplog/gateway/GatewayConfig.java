package io.shiplog.gateway;

import io.shiplog.model.command.UserInfo;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.SecretSeal;
import java.time.Duration;
import java.util.Map;

/**
 * What a gateway needs to know.
 *
 * @param kafka where the log is
 * @param seal opens and seals Secrets
 * @param instanceId this gateway's name among the gateways
 * @param tokens bearer tokens and the users they stand for
 * @param advertised {@code address:port} at which pods reach this gateway, the endpoint of Service
 *     default/kubernetes; empty where they cannot
 * @param patience how long a write waits for its outcome before it is answered with a timeout
 * @param alone whether this is the cluster's only gateway, which spares every read a question to
 *     Kafka
 */
public record GatewayConfig(
    KafkaSettings kafka,
    SecretSeal seal,
    String instanceId,
    Map<String, UserInfo> tokens,
    String advertised,
    Duration patience,
    boolean alone) {

  /** As long as kube-apiserver waits by default: 34 seconds, its own timeout for a write. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(34);

  public GatewayConfig {
    tokens = Map.copyOf(tokens);
  }
}
