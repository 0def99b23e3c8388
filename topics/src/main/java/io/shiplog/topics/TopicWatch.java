package io.shiplog.topics;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/**
 * Notices that somebody took the log away. A topic that is deleted and made anew has another id.
 * The ids are kept in a file, so that it shows at the next start as well, when missing topics have
 * been made anew and a cluster without objects would look like one that is new. (Records of a topic
 * that is compacted cannot be deleted, Kafka sees to that.)
 */
public final class TopicWatch implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TopicWatch.class);
  private static final long PERIOD_SECONDS = 5;
  private static final long GOODBYE_SECONDS = 5;
  private static final int LOOKS = 20;
  private static final long PAUSE_MILLIS = 500;

  /** What cannot be had again from anything else. */
  private static final List<String> WATCHED =
      List.of(Topics.COMMANDS, Topics.OBJECTS, Topics.HISTORY);

  private final KafkaSettings kafka;
  private final Path file;
  private final Consumer<String> alarm;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * A watch of this log.
   *
   * @param kafka where the log is
   * @param file where the topics' ids are kept
   * @param alarm told once, in words for people, when {@link #start} was called and something is
   *     gone
   */
  public TopicWatch(KafkaSettings kafka, Path file, Consumer<String> alarm) {
    this.kafka = kafka;
    this.file = file;
    this.alarm = alarm;
    this.thread = Thread.ofPlatform().name("topic-watch").daemon().unstarted(this::run);
  }

  /**
   * Looks once; the topics must have been made.
   *
   * @throws IllegalStateException if something is gone, saying what and what to do
   */
  public void check() {
    try (Admin admin = Admin.create(kafka.common())) {
      look(admin)
          .ifPresent(
              trouble -> {
                throw new IllegalStateException(trouble);
              });
    } catch (ExecutionException e) {
      throw new IllegalStateException("the topics cannot be described: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the topics were described", e);
    }
  }

  /** Looks every few seconds from now on. */
  public void start() {
    thread.start();
  }

  private void run() {
    try (Admin admin = Admin.create(kafka.common())) {
      while (!closed.await(PERIOD_SECONDS, TimeUnit.SECONDS)) {
        try {
          Optional<String> trouble = look(admin);
          if (trouble.isPresent() && closed.getCount() > 0) {
            alarm.accept(trouble.get());
            return;
          }
        } catch (ExecutionException e) {
          // A broker that is away has not lost anything yet.
          LOG.debugf("the topics cannot be described now: %s", e.getCause());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> look(Admin admin) throws InterruptedException, ExecutionException {
    Map<String, String> known = known();
    Map<String, String> found = new TreeMap<>();
    for (String topic : WATCHED) {
      TopicDescription description = described(admin, topic);
      if (description == null) {
        return Optional.of(lost("topic " + topic + " is gone"));
      }
      String id = description.topicId().toString();
      if (!known.getOrDefault(topic, id).equals(id)) {
        return Optional.of(
            lost("topic " + topic + " is not the one it was, but was deleted and made anew"));
      }
      found.put(topic, id);
    }
    if (!known.equals(found)) {
      keep(found);
    }
    return Optional.empty();
  }

  /** Null where there is none, and not only a broker that has not heard of it yet. */
  private TopicDescription described(Admin admin, String topic)
      throws InterruptedException, ExecutionException {
    for (int attempt = 1; ; attempt++) {
      try {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
        if (attempt == LOOKS || closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          return null;
        }
      }
    }
  }

  private String lost(String what) {
    return what
        + ". Objects are lost, and the cluster must not go on as if it had none. Stop it and bring"
        + " the brokers' folders back from a backup; or, to begin anew with what is there, delete "
        + file
        + " and the topics "
        + String.join(", ", WATCHED);
  }

  private Map<String, String> known() {
    Map<String, String> known = new TreeMap<>();
    try {
      if (Files.exists(file)) {
        Properties read = new Properties();
        read.load(new StringReader(Files.readString(file)));
        read.stringPropertyNames().forEach(topic -> known.put(topic, read.getProperty(topic)));
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException("the topics' ids cannot be read from " + file, e);
    }
  }

  private void keep(Map<String, String> ids) {
    try {
      Properties all = new Properties();
      all.putAll(ids);
      StringWriter text = new StringWriter();
      all.store(text, "the topics of this cluster, by which it knows that they are the same");
      Files.createDirectories(file.toAbsolutePath().getParent());
      PrivateFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the topics' ids cannot be kept in " + file, e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(GOODBYE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
