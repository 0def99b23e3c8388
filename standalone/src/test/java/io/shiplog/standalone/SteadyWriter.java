package io.shiplog.standalone;

import io.shiplog.topics.KafkaCredentials;
import io.shiplog.topics.Limits;
import io.shiplog.topics.Principals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A process with a lone broker in it. It says which number it finds committed last, commits some
 * more, and is gone, without a goodbye, the moment the last of them is acknowledged: then the
 * broker has accepted the transaction, and as a rule has not written its markers.
 */
final class SteadyWriter {

  /** With this it ends when all went well. */
  static final int GONE = 17;

  private static final List<TopicPartition> PARTITIONS =
      IntStream.range(0, 6).mapToObj(number -> new TopicPartition("numbers", number)).toList();
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final Map<String, Object> client;

  private SteadyWriter(int port, Path pki) {
    Map<String, Object> all = new HashMap<>(new KafkaCredentials(pki).client(Principals.ADMIN));
    all.put("bootstrap.servers", "127.0.0.1:" + port);
    this.client = all;
  }

  /** The child: folder, port, controller's port, how many numbers to commit. */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[1]);
    int controllerPort = Integer.parseInt(args[2]);
    Settings.BrokerSettings settings =
        new Settings.BrokerSettings(
            1, port, controllerPort, "1@127.0.0.1:" + controllerPort, (short) 1, false);
    Path pki = Path.of(args[0]).resolveSibling("pki");
    new KafkaCredentials(pki).ensure(Principals.CLUSTER);
    new EmbeddedBroker(settings, Path.of(args[0]), pki).start();
    new SteadyWriter(port, pki).run(Integer.parseInt(args[3]));
  }

  private void run(int commits) throws Exception {
    makeTopic();
    KafkaProducer<byte[], byte[]> producer = producer();
    producer.initTransactions();
    long found = committed();
    System.out.println("found " + found);
    ConsumerGroupMetadata group = group();
    for (int next = 1; next <= commits; next++) {
      commit(producer, group, found + next);
    }
    Runtime.getRuntime().halt(GONE);
  }

  private void makeTopic() throws Exception {
    try (Admin admin = Admin.create(client)) {
      if (!admin.listTopics().names().get().contains("numbers")) {
        admin
            .createTopics(List.of(new NewTopic("numbers", PARTITIONS.size(), (short) 1)))
            .all()
            .get();
      }
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("transactional.id", "steady");
    settings.put("transaction.timeout.ms", Limits.TRANSACTION_MILLIS);
    settings.put("linger.ms", 0);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The group whose position is written with the numbers; nobody is in it. */
  private ConsumerGroupMetadata group() {
    try (KafkaConsumer<byte[], byte[]> nobody = consumer("read_committed")) {
      return nobody.groupMetadata();
    }
  }

  private static void commit(
      KafkaProducer<byte[], byte[]> producer, ConsumerGroupMetadata group, long number) {
    byte[] value = Long.toString(number).getBytes(StandardCharsets.UTF_8);
    producer.beginTransaction();
    PARTITIONS.forEach(
        partition ->
            producer.send(
                new ProducerRecord<>(partition.topic(), partition.partition(), null, value)));
    producer.sendOffsetsToTransaction(
        Map.of(PARTITIONS.getFirst(), new OffsetAndMetadata(number)), group);
    producer.commitTransaction();
  }

  /**
   * The last number that readers of committed records are shown, in the partition that has least.
   */
  private long committed() {
    Map<TopicPartition, Long> ends;
    try (KafkaConsumer<byte[], byte[]> all = consumer("read_uncommitted")) {
      ends = all.endOffsets(PARTITIONS);
    }
    return PARTITIONS.stream()
        .mapToLong(partition -> last(partition, ends.get(partition)))
        .min()
        .orElseThrow();
  }

  private long last(TopicPartition partition, long end) {
    long number = 0;
    long deadline = System.nanoTime() + PATIENCE;
    try (KafkaConsumer<byte[], byte[]> committed = consumer("read_committed")) {
      committed.assign(List.of(partition));
      committed.seekToBeginning(List.of(partition));
      while (committed.position(partition) < end) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              partition + " is not shown beyond " + committed.position(partition) + " of " + end);
        }
        for (var record : committed.poll(Duration.ofMillis(100))) {
          number = Long.parseLong(new String(record.value(), StandardCharsets.UTF_8));
        }
      }
    }
    return number;
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("isolation.level", isolation);
    settings.put("group.id", "steady");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
