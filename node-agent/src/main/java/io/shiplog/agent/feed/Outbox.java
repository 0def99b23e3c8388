package io.shiplog.agent.feed;

import io.shiplog.agent.AgentConfig;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.UserInfo;
import io.shiplog.topics.CommandRecords;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * What the agent says, in order. Sending never waits; what is lost on the way is said again by
 * whoever compares the desired state with what is.
 */
public final class Outbox implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Outbox.class);

  private final String node;
  private final CommandRecords records;
  private final KafkaProducer<String, byte[]> producer;

  public Outbox(AgentConfig config) {
    this.node = config.nodeName();
    this.records = new CommandRecords(config.seal());
    this.producer = config.kafka().openProducer(Map.of("client.id", "node-agent-" + node));
  }

  /** Sends a command of one operation, as this node. */
  public void send(Operation operation) {
    String id = UUID.randomUUID().toString();
    send(records.toOutbox(node, Command.of(id, UserInfo.node(node), operation)));
  }

  /** Sends any record, such as a piece of a reply. */
  public void send(ProducerRecord<String, byte[]> record) {
    producer.send(
        record,
        (metadata, failure) -> {
          if (failure != null) {
            LOG.warnf("a record for %s could not be sent: %s", record.topic(), failure);
          }
        });
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
