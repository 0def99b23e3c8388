package io.shiplog.gateway.intake;

import io.shiplog.topics.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Sends commands in the order in which it is given them: at once where few are under way. Where
 * many are, each has to wait for its turn anyway, and those of some milliseconds go together: they
 * share a request to the broker, a fetch of the ledger and a transaction. Thread-safe.
 */
final class CommandSender implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final int MANY = 8;
  private static final long TOGETHER_MILLIS = 5;

  private final Producer<String, byte[]> producer;
  private final Queue<Departure> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("command-sender").daemon().factory());

  private record Departure(ProducerRecord<String, byte[]> record, Callback callback) {}

  CommandSender(KafkaSettings kafka) {
    this(
        kafka.openProducer(
            Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000)));
  }

  /** Sends through this producer, and closes it. */
  CommandSender(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Sends a record.
   *
   * @param underWay how many commands wait for their outcome
   * @param callback is told when it is in the log, or why it is not
   */
  void send(ProducerRecord<String, byte[]> record, int underWay, Callback callback) {
    waiting.add(new Departure(record, callback));
    if (underWay < MANY) {
      sendAll();
    } else if (scheduled.compareAndSet(false, true)) {
      sendLater();
    }
  }

  private void sendLater() {
    try {
      later.schedule(this::sendScheduled, TOGETHER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: the producer, which is closed then or about to be, tells the caller.
      sendScheduled();
    }
  }

  private void sendScheduled() {
    scheduled.set(false);
    sendAll();
  }

  private synchronized void sendAll() {
    for (Departure next = waiting.poll(); next != null; next = waiting.poll()) {
      try {
        producer.send(next.record(), next.callback());
      } catch (KafkaException | IllegalStateException e) {
        next.callback().onCompletion(null, e);
      }
    }
  }

  /** Sends what waits, and then no more. */
  @Override
  public void close() {
    later.shutdownNow();
    sendAll();
    producer.close(CLOSE);
  }
}
