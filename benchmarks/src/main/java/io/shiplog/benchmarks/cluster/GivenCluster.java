package io.shiplog.benchmarks.cluster;

import io.shiplog.topics.KafkaSettings;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster that is there already: any Kubernetes.
 *
 * @param kubeconfig how to reach its API
 * @param kafka its log, where it has one and it was given
 */
record GivenCluster(KubeConfig kubeconfig, Optional<KafkaSettings> kafka) implements Target {

  @Override
  public Map<String, String> settings() {
    return Map.of("cluster", kubeconfig.server().toString());
  }

  @Override
  public void close() {
    // It is not ours to end.
  }
}
