package io.shiplog.standalone.access;

import io.shiplog.topics.Topics;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.AlterConfigPolicy;

/**
 * Refuses settings with which the log would not be what everybody takes it for, whoever asks for
 * them. With a smaller {@code max.message.bytes} not even the marker that ends a transaction may
 * fit: Kafka 4.3 then gives that marker up, and neither the transaction's writer nor a reader of
 * the topic gets any further, though the setting be right again. And a topic that is compacted is a
 * table, of which nothing may end by its age. Kafka makes it by its name.
 */
public final class TopicSettingsPolicy implements AlterConfigPolicy {

  private static final String CLEANUP = "cleanup.policy";

  /** The limit that the oldest topics have; newer versions raise it by themselves. */
  private static final int LARGEST_RECORD = 4 << 20;

  @Override
  public void configure(Map<String, ?> config) {
    // There is nothing to choose.
  }

  @Override
  public void validate(RequestMetadata request) {
    String name = request.resource().name();
    switch (request.resource().type()) {
      case TOPIC ->
          shape(name)
              .ifPresent(
                  shape -> {
                    checkLargest("max.message.bytes", request.configs(), "topic " + name);
                    checkCleanup(name, shape, request.configs().get(CLEANUP));
                  });
      case BROKER -> checkLargest("message.max.bytes", request.configs(), "broker " + name);
      default -> {
        // Clients and groups have nothing that could hurt the log.
      }
    }
  }

  /** What a topic of the cluster or of a node is to be like; empty for those of others. */
  private static Optional<Topics.Spec> shape(String topic) {
    if (topic.startsWith("node.")) {
      String node = topic.substring("node.".length(), Math.max(5, topic.lastIndexOf('.')));
      return Topics.node(node).stream().filter(spec -> spec.name().equals(topic)).findFirst();
    }
    return Topics.cluster().stream().filter(spec -> spec.name().equals(topic)).findFirst();
  }

  private static void checkCleanup(String topic, Topics.Spec shape, String asked) {
    String right = shape.config().get(CLEANUP);
    if (asked != null && !asked.equals(right)) {
      throw new PolicyViolationException(
          "topic %s: %s must stay '%s'; with '%s' the log would lose what it has to keep"
              .formatted(topic, CLEANUP, right, asked));
    }
  }

  private static void checkLargest(String setting, Map<String, String> asked, String where) {
    String bytes = asked.get(setting);
    if (bytes != null && Long.parseLong(bytes) < LARGEST_RECORD) {
      throw new PolicyViolationException(
          "%s: %s must be %d at least, or the log could not take what Shiplog writes"
              .formatted(where, setting, LARGEST_RECORD));
    }
  }

  @Override
  public void close() {
    // It holds nothing open.
  }
}
