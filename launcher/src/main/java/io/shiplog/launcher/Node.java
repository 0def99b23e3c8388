package io.shiplog.launcher;

import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.NodeAgent;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Nonces;
import io.shiplog.topics.SecretSeal;
import java.nio.file.Files;

/**
 * This machine's node, as the launcher sees it: where its things are, and how to take them away.
 */
final class Node {

  private final AgentConfig config;

  Node(Home home) {
    // The launcher neither speaks to Kafka nor opens Secrets; only the paths matter here.
    this.config =
        AgentConfig.of(
            home.nodeName(),
            KafkaSettings.local("127.0.0.1:" + home.ports().get("SHIPLOG_BROKER_PORT")),
            new SecretSeal(new byte[32], Nonces.NONE),
            home.directory().resolve("node"));
  }

  AgentConfig config() {
    return config;
  }

  /** Stops the containers and containerd; what the node keeps on disk stays. */
  void stop() {
    if (Files.isDirectory(config.home())) {
      NodeAgent.stop(config);
    }
  }

  /** Takes away everything that the agent made on this machine. */
  void purge() {
    NodeAgent.purge(config);
  }
}
