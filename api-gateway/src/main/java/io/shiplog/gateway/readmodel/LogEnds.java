package io.shiplog.gateway.readmodel;

import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Asks Kafka where the committed facts of a shard end now. One request is under way at a time;
 * whoever asks meanwhile is answered by the next, together, so that reads do not each cost one.
 */
final class LogEnds implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(LogEnds.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final long PAUSE_MILLIS = 500;

  private final KafkaSettings kafka;
  private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private record Question(TopicPartition partition, CompletableFuture<Long> answer) {}

  LogEnds(KafkaSettings kafka) {
    this.kafka = kafka;
    this.thread = Thread.ofPlatform().name("log-ends").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * The offset behind the last committed fact of a shard, at some moment after this call. Fails
   * with a {@link KafkaException} if Kafka does not say.
   */
  CompletableFuture<Long> end(int shard) {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    questions.add(new Question(new TopicPartition(Topics.OBJECTS, shard), answer));
    return answer;
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }

  private void run() {
    try {
      do {
        answerAll();
      } while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException | InterruptException e) {
      LOG.debug("told to stop");
    }
  }

  /** Answers for as long as it goes well. */
  private void answerAll() throws InterruptedException {
    try (Consumer<String, byte[]> consumer = kafka.openConsumer(Map.of())) {
      while (closed.getCount() > 0) {
        List<Question> batch = new ArrayList<>();
        batch.add(questions.take());
        questions.drainTo(batch);
        answer(consumer, batch);
      }
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("Kafka cannot be asked where the log ends; trying again", e);
    }
  }

  private static void answer(Consumer<String, byte[]> consumer, List<Question> batch) {
    try {
      List<TopicPartition> partitions = batch.stream().map(Question::partition).distinct().toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
      batch.forEach(question -> question.answer.complete(ends.get(question.partition)));
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      batch.forEach(question -> question.answer.completeExceptionally(e));
      if (!(e instanceof KafkaException)) {
        throw e;
      }
    }
  }
}
