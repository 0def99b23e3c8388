package io.shiplog.topics;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that are not there yet, and leaves those that are as they are. */
public final class TopicMaker {

  private TopicMaker() {}

  /**
   * Makes missing topics and waits until the broker has them.
   *
   * @throws IllegalStateException if a topic cannot be made, naming it
   */
  public static void ensure(KafkaSettings kafka, Collection<Topics.Spec> specs) {
    try (Admin admin = Admin.create(kafka.common())) {
      var created =
          admin.createTopics(
              specs.stream().map(spec -> newTopic(kafka.replicationFactor(), spec)).toList());
      created.values().forEach(TopicMaker::await);
    }
  }

  private static NewTopic newTopic(short replicationFactor, Topics.Spec spec) {
    return new NewTopic(spec.name(), spec.partitions(), replicationFactor)
        .configs(Map.copyOf(spec.config()));
  }

  private static void await(String topic, KafkaFuture<Void> made) {
    try {
      made.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException(
            "topic " + topic + " could not be made: " + e.getCause().getMessage(), e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topic " + topic + " was being made", e);
    }
  }
}
