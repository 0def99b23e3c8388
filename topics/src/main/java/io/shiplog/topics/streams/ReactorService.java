package io.shiplog.topics.streams;

import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.Reactor;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Limits;
import io.shiplog.topics.SecretSeal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;

/**
 * Runs a reactor on Kafka Streams, at least once, with tables in memory. A task that fails is
 * replaced; the table comes back from the log.
 */
public final class ReactorService implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ReactorService.class);

  private static final long PAUSE_MILLIS = 1_000;

  private final String name;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong failures = new AtomicLong();
  private final KafkaStreams streams;

  /**
   * Prepares a service; {@link #start} sets it going.
   *
   * @param name the service's name; its application id is {@code shiplog-<name>}
   * @param reactors makes a fresh reactor for each task
   * @param published what its reactors put out besides commands
   * @param kafka where the log is
   * @param seal opens and seals Secrets
   * @param instance a name that this process keeps when it restarts and no other has; then it gets
   *     its tasks back at once, even when it was killed, and nobody else does before its session
   *     ends, even when it stops. Empty where others stand by: it leaves when it stops
   * @param stateDir a folder of the service's own
   */
  public ReactorService(
      String name,
      Supplier<Reactor> reactors,
      Published published,
      KafkaSettings kafka,
      SecretSeal seal,
      String instance,
      Path stateDir) {
    this.name = name;
    KafkaPollEnds polls = new KafkaPollEnds();
    Properties config = config(name, kafka, stateDir);
    config.putAll(standing(instance));
    polls
        .consumerConfig()
        .forEach((key, value) -> config.put(StreamsConfig.mainConsumerPrefix(key), value));
    this.streams =
        new KafkaStreams(
            ReactorTopology.build(
                name, reactors, seal, () -> surroundings(kafka, seal, polls, published)),
            config);
    streams.setUncaughtExceptionHandler(
        e -> {
          LOG.errorf(e, "%s: a task failed and is replaced", name);
          pause();
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
  }

  /** Of the thread that ends: one whose reactor fails each time is not to keep the machine busy. */
  private void pause() {
    try {
      boolean ended = closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      LOG.debugf("%s: %s", name, ended ? "closed" : "goes on");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The service's name. */
  public String name() {
    return name;
  }

  /** Starts in the background; {@link #ready} tells when the tables are restored. */
  public void start() {
    streams.start();
  }

  /** Whether every task of this instance runs on restored tables. */
  public boolean ready() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /** How often a controller threw at an object since this process started, and was contained. */
  public long failures() {
    return failures.get();
  }

  /** The state in words, for health checks. */
  public String state() {
    return name + ": " + streams.state();
  }

  @Override
  public void close() {
    closed.countDown();
    streams.close(Duration.ofSeconds(5));
  }

  private TaskSurroundings surroundings(
      KafkaSettings kafka, SecretSeal seal, PollEnds polls, Published published) {
    return new TaskSurroundings(
        new KafkaObjectsTail(kafka, applicationId(name)),
        new InboxTopics(kafka)::ensure,
        TaskSurroundings.objectReader(seal),
        polls,
        published,
        this::contained);
  }

  private void contained(Effect.Failure failure) {
    failures.incrementAndGet();
    LOG.errorf(
        failure.thrown(),
        "%s: %s failed at %s; it looks at it again in %d s, and goes on with everything else",
        name,
        failure.controller(),
        failure.key(),
        failure.pause().toSeconds());
  }

  /** What Streams calls its consumer group, too. */
  private static String applicationId(String name) {
    return "shiplog-" + name;
  }

  /**
   * Records end a poll at once. What waits for its end is the tick, the commit, and a take-over, up
   * to twice: for a task that was restored meanwhile, and to find that a shard without records is
   * restored. Where nobody takes over, it is rather the idle who are to rest.
   */
  private static Map<String, Object> standing(String instance) {
    return instance.isEmpty()
        ? Map.of(StreamsConfig.POLL_MS_CONFIG, 100)
        : Map.of(
            StreamsConfig.POLL_MS_CONFIG,
            500,
            StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
            instance);
  }

  private static Properties config(String name, KafkaSettings kafka, Path stateDir) {
    Properties config = new Properties();
    config.putAll(kafka.common());
    config.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(name));
    config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) kafka.replicationFactor());
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    // A repeat is harmless, and every tick asks for a commit: seldom is cheap.
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 10_000);
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    // Without this, a restart within the session timeout waits it out.
    config.put("internal.leave.group.on.close", true);
    Map<String, Object> consumer = kafka.consumer();
    consumer.putAll(kafka.member());
    // Streams decides these itself and complains about anybody who does.
    consumer
        .keySet()
        .removeAll(
            Set.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG));
    consumer.forEach((key, value) -> config.put(StreamsConfig.consumerPrefix(key), value));
    config.put(
        StreamsConfig.restoreConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG),
        "read_committed");
    kafka
        .brief()
        .forEach((key, value) -> config.put(StreamsConfig.restoreConsumerPrefix(key), value));
    config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Limits.MAX_RECORD_BYTES);
    // Should somebody delete a node's inbox, this is how long the service waits for it in vain.
    config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG), 10_000);
    return config;
  }
}
