package io.shiplog.gateway.intake;

import io.shiplog.gateway.readmodel.ReadModel;
import io.shiplog.gateway.readmodel.StoredObject;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * From the nodes' outboxes to {@code commands}: what a node may ask for is passed on in its name,
 * the rest is refused with an outcome. The gateways share the outboxes among them as one consumer
 * group; an outbox is always read in order.
 */
public final class NodeIntake implements AutoCloseable {

  private static final String GROUP = "shiplog-node-intake";

  private final KafkaSettings kafka;
  private final ReadModel model;
  private final OutboxAnswers answers;
  private final Producer<String, byte[]> producer;
  private final PolledIntake reader;

  /** An intake on that log; {@link #start} sets it going. */
  public NodeIntake(KafkaSettings kafka, SecretSeal seal, ReadModel model) {
    this(kafka, seal, model, kafka.openProducer(Map.of()));
  }

  NodeIntake(
      KafkaSettings kafka, SecretSeal seal, ReadModel model, Producer<String, byte[]> producer) {
    this.kafka = kafka;
    this.model = model;
    this.answers = new OutboxAnswers(seal, this::current);
    this.producer = producer;
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

  void forward(ConsumerRecords<String, byte[]> records) throws Exception {
    SentRecords sent = new SentRecords(producer);
    for (ConsumerRecord<String, byte[]> record : records) {
      sent.send(answers.answer(record), () -> answers.tooLarge(record));
    }
    sent.await();
  }

  private Optional<KubeObject> current(ObjectKey key) {
    return model.store().get(key).map(StoredObject::parse);
  }
}
