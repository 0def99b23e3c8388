package io.shiplog.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.topics.KafkaSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster that is there already: any Kubernetes.
 *
 * @param kubeconfig how to reach its API
 * @param kafka its log, where it has one and it was given
 * @param processes those of its processes that are known
 * @param settings its version, and what was told of it
 */
record GivenCluster(
    KubeConfig kubeconfig,
    Optional<KafkaSettings> kafka,
    List<ProcessHandle> processes,
    Map<String, String> settings)
    implements Target {

  /**
   * Asks a cluster for its version.
   *
   * @param told what whoever started it says of it
   */
  static GivenCluster of(
      KubeConfig kubeconfig,
      Optional<KafkaSettings> kafka,
      List<ProcessHandle> processes,
      Map<String, String> told) {
    Map<String, String> settings = new LinkedHashMap<>();
    try (KubeClient client = new KubeClient(kubeconfig, 1, 1)) {
      JsonNode version = client.must("GET", "/version", KubeClient.JSON, "").json();
      settings.put("cluster", version.path("gitVersion").asText());
    }
    settings.putAll(told);
    return new GivenCluster(kubeconfig, kafka, processes, settings);
  }

  @Override
  public void close() {
    // It is not ours to end.
  }
}
