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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Sends commands in the order in which it is given them: at once where few are under way. Where
 * many are, each has to wait for its turn anyway, and those of some milliseconds go together: they
 * share a request to the broker, a fetch of the ledger and a transaction.
 *
 * <p>All leave from one thread of its own. Sending waits for Kafka, for seconds, where that does
 * not say who leads a partition or takes nothing; whoever gives a command may be an event loop,
 * which must never wait. Thread-safe.
 */
final class CommandSender implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(CommandSender.class);
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final int MANY = 8;
  private static final long TOGETHER_MILLIS = 5;

  /** As much again as the producer has room for: who comes then would wait in vain. */
  private static final long MAX_WAITING_BYTES = 32L << 20;

  private final Producer<String, byte[]> producer;
  private final Queue<Departure> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("command-sender").daemon().factory());

  private record Departure(
      ProducerRecord<String, byte[]> record, BooleanSupplier over, Callback callback) {}

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
   * Sends a record; never waits.
   *
   * @param underWay how many commands wait for their outcome
   * @param over whether its sender was told already that it is given up: then it stays here
   * @param callback is told when it is in the log, or why it is not; with an {@link
   *     IllegalStateException} where nobody tried
   */
  void send(
      ProducerRecord<String, byte[]> record,
      int underWay,
      BooleanSupplier over,
      Callback callback) {
    if (waitingBytes.addAndGet(record.value().length) > MAX_WAITING_BYTES) {
      waitingBytes.addAndGet(-record.value().length);
      callback.onCompletion(null, new IllegalStateException("too many commands wait for Kafka"));
      return;
    }
    waiting.add(new Departure(record, over, callback));
    try {
      if (underWay < MANY) {
        thread.execute(this::sendAll);
      } else if (scheduled.compareAndSet(false, true)) {
        thread.schedule(this::sendScheduled, TOGETHER_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (RejectedExecutionException e) {
      scheduled.set(false);
      refuseAll();
    }
  }

  private void sendScheduled() {
    scheduled.set(false);
    sendAll();
  }

  private void sendAll() {
    for (Departure next = next(); next != null; next = next()) {
      if (!next.over().getAsBoolean()) {
        try {
          producer.send(next.record(), next.callback());
        } catch (KafkaException | IllegalStateException e) {
          next.callback().onCompletion(null, e);
        }
      }
    }
  }

  private Departure next() {
    Departure next = waiting.poll();
    if (next != null) {
      waitingBytes.addAndGet(-next.record().value().length);
    }
    return next;
  }

  private void refuseAll() {
    for (Departure next = next(); next != null; next = next()) {
      next.callback().onCompletion(null, new IllegalStateException("the gateway is closing"));
    }
  }

  /** Sends what waits, as far as Kafka takes it soon, and then no more. */
  @Override
  public void close() {
    try {
      thread.execute(this::sendAll);
      thread.shutdown();
      if (!thread.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Kafka takes no commands; those that wait are not sent");
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("closed before");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    refuseAll();
    producer.close(CLOSE);
  }
}
