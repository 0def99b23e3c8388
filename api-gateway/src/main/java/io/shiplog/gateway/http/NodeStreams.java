package io.shiplog.gateway.http;

import io.shiplog.model.Json;
import io.shiplog.topics.Headers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.NodeRequest;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Streams from node agents: a request in the node's requests topic, its answer in the replies. One
 * consumer serves the whole gateway; it stands at the end of a node's replies before the request is
 * sent, so that it misses nothing.
 */
public final class NodeStreams implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(NodeStreams.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long PAUSE_MILLIS = 500;

  private final Consumer<String, byte[]> consumer;
  private final Producer<String, byte[]> producer;
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Map<String, Stream> streams = new ConcurrentHashMap<>();
  private final Set<TopicPartition> assigned = new HashSet<>();
  private final Thread thread = new Thread(this::run, "node-streams");
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Takes what a node sends; on the stream thread, which must not be blocked. */
  public interface Receiver {

    /** The next bytes. */
    void data(byte[] bytes);

    /** The end; the bytes are empty, or a Status as JSON. */
    void end(byte[] status);
  }

  private record Stream(TopicPartition partition, Receiver receiver) {}

  /** Prepares streams over that log; {@link #start} sets them going. */
  public NodeStreams(KafkaSettings kafka) {
    this.consumer =
        kafka.openConsumer(
            Map.of(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "latest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                // A node that is followed anew waits until the fetch under way has come back.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                500,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5_000,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000));
    this.producer = kafka.openProducer(Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000));
  }

  /** Starts in the background. */
  public void start() {
    thread.start();
  }

  /**
   * Sends a request to a node.
   *
   * @return completes when the request is on its way; fails if the node's topics cannot be reached
   */
  public CompletionStage<Void> open(String node, NodeRequest request, Receiver receiver) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    TopicPartition replies = new TopicPartition(Topics.replies(node), 0);
    submit(
        () -> {
          try {
            follow(replies);
            streams.put(request.id(), new Stream(replies, receiver));
            send(node, request.id(), Json.bytes(request));
            sent.complete(null);
          } catch (KafkaException e) {
            streams.remove(request.id());
            sent.completeExceptionally(e);
          }
        });
    return sent;
  }

  /** Tells the node to stop; nothing is received any more. */
  public void cancel(String node, String id) {
    if (streams.remove(id) != null) {
      submit(() -> send(node, id, null));
    } else {
      // Over, or not open yet: then that is the task before this one. It need not hurry.
      tasks.add(
          () -> {
            if (streams.remove(id) != null) {
              send(node, id, null);
            }
          });
    }
  }

  @Override
  public void close() {
    closed.countDown();
    submit(() -> {});
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    consumer.close();
    producer.close(Duration.ofSeconds(1));
  }

  private void submit(Runnable task) {
    tasks.add(task);
    consumer.wakeup();
  }

  private void run() {
    while (closed.getCount() > 0) {
      try {
        runTasks();
        if (!assigned.isEmpty()) {
          consumer.poll(POLL).forEach(this::deliver);
          leaveIdle();
        }
      } catch (WakeupException e) {
        LOG.trace("a task waits");
      } catch (InterruptedException e) {
        closed.countDown();
      } catch (RuntimeException e) {
        LOG.warn("reading replies of nodes failed; going on", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      boolean ended = closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      LOG.debugf("streams of nodes: %s", ended ? "closed" : "going on");
    } catch (InterruptedException e) {
      closed.countDown();
    }
  }

  /** Runs what was asked for; waits for it where there is nothing to read. */
  private void runTasks() throws InterruptedException {
    Runnable task = assigned.isEmpty() ? tasks.take() : tasks.poll();
    while (task != null) {
      task.run();
      task = tasks.poll();
    }
  }

  private void follow(TopicPartition partition) {
    if (assigned.add(partition)) {
      try {
        consumer.assign(assigned);
        consumer.seekToEnd(List.of(partition));
        stand(partition);
      } catch (KafkaException e) {
        assigned.remove(partition);
        consumer.assign(assigned);
        throw e;
      }
    }
  }

  /** Finds the end; a wake-up meant for the next poll may strike here instead. */
  private void stand(TopicPartition partition) {
    try {
      consumer.position(partition);
    } catch (WakeupException e) {
      consumer.position(partition);
    }
  }

  private void leaveIdle() {
    Set<TopicPartition> busy = new HashSet<>();
    streams.values().forEach(stream -> busy.add(stream.partition()));
    if (assigned.retainAll(busy)) {
      consumer.assign(assigned);
    }
  }

  private void deliver(ConsumerRecord<String, byte[]> record) {
    Stream stream = record.key() == null ? null : streams.get(record.key());
    if (stream == null) {
      return;
    }
    byte[] value = record.value() == null ? new byte[0] : record.value();
    try {
      if (record.headers().lastHeader(Headers.END) != null) {
        streams.remove(record.key());
        stream.receiver().end(value);
      } else {
        stream.receiver().data(value);
      }
    } catch (RuntimeException e) {
      // The other streams' pieces of the same poll must not be lost with this one.
      LOG.warnf(e, "stream %s cannot be passed on and ends here", record.key());
      streams.remove(record.key());
    }
  }

  private void send(String node, String id, byte[] value) {
    producer.send(
        new ProducerRecord<>(Topics.requests(node), 0, id, value),
        (metadata, failure) -> {
          if (failure != null) {
            LOG.warnf(failure, "request %s could not be sent to node %s", id, node);
          }
        });
  }
}
