package io.shiplog.topics;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How to reach Kafka, and the client settings that mattered when measured: no linger, batches that
 * hold dozens of objects, fetches that restore a table quickly, short retries.
 *
 * @param bootstrapServers {@code host:port,…}
 * @param replicationFactor of the topics we make: 1 with the embedded broker, 3 with a cluster
 * @param overrides further client properties, such as security settings; they win
 */
public record KafkaSettings(
    String bootstrapServers, short replicationFactor, Map<String, String> overrides) {

  private static final int DEFAULT_SESSION_MILLIS = 2_000;
  private static final int HEARTBEATS_A_SESSION = 5;
  private static final int LOOKS_A_HEARTBEAT = 8;
  private static final int SHORTEST_LOOK_MILLIS = 100;
  private static final int BRIEF_WAIT_MILLIS = 10;
  private static final int PATIENT_WAIT_MILLIS = 10_000;

  public KafkaSettings {
    overrides = Map.copyOf(overrides);
  }

  /**
   * The same for a consumer that keeps the partitions it begins with: the broker answers a fetch
   * that finds nothing after ten seconds only, and one that finds something at once, as always. (A
   * consumer has one fetch with a broker at a time, so partitions that come later would wait for
   * it.) Such a consumer is closed without waiting for its fetch.
   */
  public KafkaSettings patient() {
    Map<String, String> more = new HashMap<>(overrides);
    more.put(
        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
        Integer.toString(
            Math.max(PATIENT_WAIT_MILLIS, number(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 0))));
    return new KafkaSettings(bootstrapServers, replicationFactor, more);
  }

  /** One broker, nothing special. */
  public static KafkaSettings local(String bootstrapServers) {
    return new KafkaSettings(bootstrapServers, (short) 1, Map.of());
  }

  /**
   * The same as one of the broker's clients. Who says by overrides how this Kafka is reached, knows
   * better: then nothing is added.
   *
   * @param name a {@link Principals principal}
   * @throws IllegalStateException if it has no credential here, saying how to get one
   */
  public KafkaSettings as(KafkaCredentials credentials, String name) {
    if (overrides.containsKey(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)) {
      return this;
    }
    Map<String, String> all = new HashMap<>(credentials.client(name));
    all.putAll(overrides);
    return new KafkaSettings(bootstrapServers, replicationFactor, all);
  }

  /** What every client needs, the admin client included. */
  public Map<String, Object> common() {
    Map<String, Object> config = new HashMap<>();
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    config.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    // JMX keeps a bean for each of a client's hundreds of measurements, which nobody reads.
    config.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
    config.putAll(overrides);
    return config;
  }

  /** An idempotent producer that waits for all replicas and never lingers. */
  public Map<String, Object> producer() {
    Map<String, Object> config = common();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Limits.MAX_RECORD_BYTES);
    config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 1);
    config.putAll(overrides);
    return config;
  }

  /** A consumer that sees committed facts only and restores a table quickly. */
  public Map<String, Object> consumer() {
    Map<String, Object> config = common();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20);
    config.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.putAll(overrides);
    return config;
  }

  /**
   * What a consumer needs besides that is a member of a group: how soon the others take over when
   * it is gone. They notice after the session timeout, two seconds unless the property {@code
   * session.timeout.ms} is overridden, and hear of it with their next heartbeat, of which there are
   * five in that time unless {@code heartbeat.interval.ms} is overridden. The brokers must allow it
   * ({@code group.min.session.timeout.ms}).
   */
  public Map<String, Object> member() {
    int session = number(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, DEFAULT_SESSION_MILLIS);
    int heartbeat =
        number(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / HEARTBEATS_A_SESSION);
    // The client's thread of heartbeats looks that often whether one is due, idle or not.
    int look = Math.max(SHORTEST_LOOK_MILLIS, heartbeat / LOOKS_A_HEARTBEAT);
    return Map.of(
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        session,
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
        heartbeat,
        ConsumerConfig.RETRY_BACKOFF_MS_CONFIG,
        look);
  }

  private int number(String property, int otherwise) {
    String text = overrides.get(property);
    return text == null ? otherwise : Integer.parseInt(text);
  }

  /** Opens a consumer that is a member of a group; extra settings win. */
  public KafkaConsumer<String, byte[]> openMember(Map<String, Object> extra) {
    Map<String, Object> config = new HashMap<>(member());
    config.putAll(extra);
    return openConsumer(config);
  }

  /**
   * Opens a consumer for somebody who reads to an end and goes; extra settings win. A consumer that
   * is closed waits for the fetch it has sent ahead, which at the end of a log is one that finds
   * nothing: here the broker answers that one soon.
   */
  public KafkaConsumer<String, byte[]> openBriefConsumer(Map<String, Object> extra) {
    Map<String, Object> config = new HashMap<>(brief());
    config.putAll(extra);
    return openConsumer(config);
  }

  /** What a consumer needs besides that reads to an end and is not to wait there. */
  public Map<String, Object> brief() {
    return Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, BRIEF_WAIT_MILLIS);
  }

  /** Opens a producer of byte values; extra settings win. */
  public KafkaProducer<String, byte[]> openProducer(Map<String, Object> extra) {
    Map<String, Object> config = producer();
    config.putAll(extra);
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  /** Opens a consumer of byte values; extra settings win. */
  public KafkaConsumer<String, byte[]> openConsumer(Map<String, Object> extra) {
    Map<String, Object> config = consumer();
    config.putAll(extra);
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
