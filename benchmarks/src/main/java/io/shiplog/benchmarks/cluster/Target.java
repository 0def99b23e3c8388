package io.shiplog.benchmarks.cluster;

import io.shiplog.topics.KafkaSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is measured. */
public interface Target extends AutoCloseable {

  /** How to reach its API. */
  KubeConfig kubeconfig();

  /** Its log, where that is known: the topic door is measured only then. */
  Optional<KafkaSettings> kafka();

  /** What it runs with, for the settings of a result: {@code fsync}, {@code brokers}, … */
  Map<String, String> settings();

  /** Its processes, where they are ours; none where it was there before. */
  default List<ProcessHandle> processes() {
    return List.of();
  }

  /** Ends what was started for it; nothing where it was there before. */
  @Override
  void close();
}
