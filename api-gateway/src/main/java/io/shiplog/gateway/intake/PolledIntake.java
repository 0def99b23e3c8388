package io.shiplog.gateway.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads a topic in a thread of its own, at least once: a batch's position is committed when the
 * batch has been dealt with. Whatever fails, the reader opens anew and goes on from the last
 * position; it never ends before it is closed.
 */
final class PolledIntake implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(PolledIntake.class);
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration GOODBYE = Duration.ofSeconds(1);
  private static final long PAUSE_MILLIS = 500;

  private final String name;
  private final Supplier<KafkaConsumer<String, byte[]>> open;
  private final Batch batch;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile KafkaConsumer<String, byte[]> consumer;

  /** Deals with records; returns when everything that follows from them is durable. */
  interface Batch {
    void handle(ConsumerRecords<String, byte[]> records) throws Exception;
  }

  /**
   * Prepares a reader.
   *
   * @param open opens a consumer and subscribes it
   */
  PolledIntake(String name, Supplier<KafkaConsumer<String, byte[]>> open, Batch batch) {
    this.name = name;
    this.open = open;
    this.batch = batch;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed.countDown();
    KafkaConsumer<String, byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (closed.getCount() > 0) {
      try {
        read();
      } catch (WakeupException e) {
        LOG.debugf("%s: told to stop", name);
      } catch (Exception e) {
        LOG.warnf(e, "%s: opens its reader anew", name);
        pause();
      }
    }
  }

  private void read() throws Exception {
    KafkaConsumer<String, byte[]> opened = open.get();
    consumer = opened;
    try {
      while (closed.getCount() > 0) {
        ConsumerRecords<String, byte[]> records = opened.poll(POLL);
        if (!records.isEmpty()) {
          batch.handle(records);
          opened.commitSync();
        }
      }
    } finally {
      // Saying goodbye to a group that is just forming can take as long as a rebalance does.
      opened.close(CloseOptions.timeout(GOODBYE));
    }
  }

  private void pause() {
    try {
      boolean ended = closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      LOG.debugf("%s: %s", name, ended ? "closed" : "goes on");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.countDown();
    }
  }
}
