package io.shiplog.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/**
 * Makes the topics that are not there yet. Those that are stay as they are, but for the size of
 * their records: one that was made when records were smaller is to take what is written today. A
 * service that may not make them waits for whoever does.
 */
public final class TopicMaker {

  private static final Logger LOG = Logger.getLogger(TopicMaker.class);

  /** As long as a cluster takes whose processes all start at once, on a machine that is slow. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final CreateTopicsOptions ATTEMPT = new CreateTopicsOptions().timeoutMs(10_000);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final AlterConfigOp MORE_BYTES =
      new AlterConfigOp(
          new ConfigEntry(
              TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Limits.MAX_RECORD_BYTES)),
          AlterConfigOp.OpType.SET);

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
      Set<String> former = new HashSet<>();
      while (true) {
        Exception trouble = make(admin, missing, former);
        if (missing.isEmpty()) {
          raiseLimits(admin, former);
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

  /**
   * Waits, as long as {@link #ensure} does, until somebody else has made the topics.
   *
   * @throws IllegalStateException if they do not appear, naming one
   */
  public static void await(KafkaSettings kafka, Collection<String> names) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Admin admin = Admin.create(kafka.common())) {
      for (String name : names) {
        Exception trouble = await(name, described(admin, name), new HashSet<>());
        while (trouble != null) {
          if (System.nanoTime() > deadline) {
            throw failure(name, trouble);
          }
          LOG.infof("waiting for topic %s: %s", name, trouble.getMessage());
          LockSupport.parkNanos(PAUSE.toNanos());
          trouble = await(name, described(admin, name), new HashSet<>());
        }
      }
    }
  }

  private static KafkaFuture<Void> described(Admin admin, String topic) {
    return admin.describeTopics(List.of(topic)).allTopicNames().thenApply(all -> null);
  }

  private static NewTopic newTopic(short replicationFactor, Topics.Spec spec) {
    return new NewTopic(spec.name(), spec.partitions(), replicationFactor)
        .configs(Map.copyOf(spec.config()));
  }

  /** Takes from the list what now exists; returns why the rest does not yet. */
  private static Exception make(Admin admin, List<NewTopic> missing, Set<String> former) {
    Exception trouble = null;
    var made = admin.createTopics(List.copyOf(missing), ATTEMPT).values();
    for (Map.Entry<String, KafkaFuture<Void>> one : made.entrySet()) {
      Exception why = await(one.getKey(), one.getValue(), former);
      if (why == null) {
        missing.removeIf(topic -> topic.name().equals(one.getKey()));
      } else {
        trouble = why;
      }
    }
    return trouble;
  }

  /** Null if the topic exists; what is wrong if that may pass. */
  private static Exception await(String topic, KafkaFuture<Void> made, Set<String> former) {
    try {
      made.get();
      return null;
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case TopicExistsException exists -> {
          former.add(topic);
          yield null;
        }
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

  /** Lets topics of former times take records as large as they may be now. */
  private static void raiseLimits(Admin admin, Set<String> former) {
    List<ConfigResource> topics =
        former.stream().map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic)).toList();
    Map<ConfigResource, Collection<AlterConfigOp>> raised = new HashMap<>();
    try {
      Map<ConfigResource, Config> configs = admin.describeConfigs(topics).all().get();
      configs.forEach(
          (topic, config) -> {
            int most = Integer.parseInt(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
            if (most < Limits.MAX_RECORD_BYTES) {
              raised.put(topic, List.of(MORE_BYTES));
            }
          });
      if (!raised.isEmpty()) {
        admin.incrementalAlterConfigs(raised).all().get();
      }
    } catch (ExecutionException e) {
      // All but the largest records are written nevertheless, and those are refused with a reason.
      LOG.warnf(
          "topics may not take records of %d bytes: %s",
          Limits.MAX_RECORD_BYTES, e.getCause().getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topics were looked at", e);
    }
  }

  private static IllegalStateException failure(String topic, Throwable why) {
    return new IllegalStateException(
        "topic " + topic + " could not be made or found: " + why.getMessage(), why);
  }
}
