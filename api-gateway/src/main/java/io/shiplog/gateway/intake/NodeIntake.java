package io.shiplog.gateway.intake;

import io.shiplog.gateway.decide.NodeCommands;
import io.shiplog.gateway.readmodel.ReadModel;
import io.shiplog.gateway.readmodel.StoredObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.Status;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * From the nodes' outboxes to {@code commands}: what a node may ask for is passed on in its name,
 * the rest is refused with an outcome. The gateways share the outboxes among them as one consumer
 * group; an outbox is always read in order.
 */
public final class NodeIntake implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(NodeIntake.class);
  private static final String GROUP = "shiplog-node-intake";
  private static final int OUTBOX_SUFFIX = ".observed".length();
  private static final int OUTBOX_PREFIX = "node.".length();

  private final KafkaSettings kafka;
  private final ReadModel model;
  private final CommandRecords commands;
  private final ObjectRecords outcomes;
  private final KafkaProducer<String, byte[]> producer;
  private final PolledIntake reader;

  /** An intake on that log; {@link #start} sets it going. */
  public NodeIntake(KafkaSettings kafka, SecretSeal seal, ReadModel model) {
    this.kafka = kafka;
    this.model = model;
    this.commands = new CommandRecords(seal);
    this.outcomes = new ObjectRecords(seal);
    this.producer = kafka.openProducer(Map.of());
    this.reader = new PolledIntake("node-intake", this::open, this::forward);
  }

  public void start() {
    reader.start();
  }

  @Override
  public void close() {
    reader.close();
    producer.close();
  }

  private KafkaConsumer<String, byte[]> open() {
    KafkaConsumer<String, byte[]> consumer =
        kafka.openMember(
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                GROUP,
                // How long a new node waits to be heard for the first time.
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                1000,
                // And how long its outbox may wait for a fetch of the others' to come back.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                1000));
    consumer.subscribe(Pattern.compile(Topics.OBSERVED_PATTERN));
    return consumer;
  }

  private void forward(ConsumerRecords<String, byte[]> records) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      sent.add(producer.send(answerTo(record)));
    }
    for (Future<?> one : sent) {
      one.get();
    }
  }

  private ProducerRecord<String, byte[]> answerTo(ConsumerRecord<String, byte[]> record) {
    String topic = record.topic();
    String node = topic.substring(OUTBOX_PREFIX, topic.length() - OUTBOX_SUFFIX);
    String id = Headers.text(record.headers(), Headers.COMMAND_ID);
    String name = id.isEmpty() ? topic + "@" + record.offset() : id;
    try {
      Command read = commands.read(record.value());
      Command command = new Command(name, UserInfo.node(node), read.operations());
      Optional<String> refusal = NodeCommands.refusal(node, command, this::current);
      return refusal
          .map(why -> refused(name, command.shard(), forbidden(why)))
          .orElseGet(() -> commands.toCommands(command));
    } catch (IllegalArgumentException e) {
      return refused(name, 0, Status.badRequest(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      // One record that we cannot cope with must not hold up every node.
      LOG.errorf(e, "a bug: command %s could not be judged and is refused", name);
      return refused(
          name, 0, Status.internal("command " + name + " could not be judged; see the log"));
    }
  }

  private Optional<io.shiplog.model.KubeObject> current(ObjectKey key) {
    return model.store().get(key).map(StoredObject::parse);
  }

  private ProducerRecord<String, byte[]> refused(String id, int shard, Status status) {
    return outcomes.toOutcomes(shard, Outcome.rejected(id, status));
  }

  private static Status forbidden(String why) {
    return new Status(403, "Forbidden", why, null);
  }
}
