package io.shiplog.benchmarks.cluster;

import io.shiplog.topics.KafkaSettings;
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

  /** Ends what was started for it; nothing where it was there before. */
  @Override
  void close();
}
