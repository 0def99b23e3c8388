package io.shiplog.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Makes the topics that are not there yet, and leaves those that are as they are. */
public final class TopicMaker {

  private static final Logger LOG = Logger.getLogger(TopicMaker.class);

  /** As long as a cluster takes whose processes all start at once, on a machine that is slow. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final CreateTopicsOptions ATTEMPT = new CreateTopicsOptions().timeoutMs(10_000);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private TopicMaker() {}

  /**
   * Makes missing topics and waits until the broker has them. Waits for brokers that are not up
   * yet, up to five minutes: with all processes starting at once, Kafka is the last to be ready.
   *
   * @throws IllegalStateException if a topic cannot be made, naming it
   */
  public static void ensure(KafkaSettings kafka, Collection<Topics.Spec> specs) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Admin admin = Admin.create(kafka.common())) {
      List<NewTopic> missing = new ArrayList<>();
      specs.forEach(spec -> missing.add(newTopic(kafka.replicationFactor(), spec)));
      while (true) {
        Exception trouble = make(admin, missing);
        if (missing.isEmpty()) {
          return;
        }
        if (System.nanoTime() > deadline) {
          throw failure(missing.getFirst().name(), trouble);
        }
        LOG.infof("waiting for Kafka at %s: %s", kafka.bootstrapServers(), trouble.getMessage());
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static NewTopic newTopic(short replicationFactor, Topics.Spec spec) {
    return new NewTopic(spec.name(), spec.partitions(), replicationFactor)
        .configs(Map.copyOf(spec.config()));
  }

  /** Takes from the list what now exists; returns why the rest does not yet. */
  private static Exception make(Admin admin, List<NewTopic> missing) {
    Exception trouble = null;
    var made = admin.createTopics(List.copyOf(missing), ATTEMPT).values();
    for (Map.Entry<String, KafkaFuture<Void>> one : made.entrySet()) {
      Exception why = await(one.getKey(), one.getValue());
      if (why == null) {
        missing.removeIf(topic -> topic.name().equals(one.getKey()));
      } else {
        trouble = why;
      }
    }
    return trouble;
  }

  /** Null if the topic exists; what is wrong if that may pass. */
  private static Exception await(String topic, KafkaFuture<Void> made) {
    try {
      made.get();
      return null;
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case TopicExistsException exists -> null;
        case RetriableException passing -> passing;
        // Fewer brokers have registered than the topic is to have copies.
        case InvalidReplicationFactorException passing -> passing;
        default -> throw failure(topic, e.getCause());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topic " + topic + " was being made", e);
    }
  }

  private static IllegalStateException failure(String topic, Throwable why) {
    return new IllegalStateException(
        "topic " + topic + " could not be made: " + why.getMessage(), why);
  }
}
