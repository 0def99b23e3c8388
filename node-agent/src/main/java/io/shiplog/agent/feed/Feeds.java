package io.shiplog.agent.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.AgentConfig;
import io.shiplog.model.InboxRollCall;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.topics.Contact;
import io.shiplog.topics.NodeRequest;
import io.shiplog.topics.TopicEntries;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Everything that comes in: the inbox and the routes, read from their beginning into tables, and
 * requests from now on. One thread reads all three. After a long time without Kafka it reads both
 * tables from their beginning again ({@link Contact}).
 */
public final class Feeds implements AutoCloseable {

  /** Hears what came in, on the reading thread: it must not wait for anything. */
  public interface Listener {
    /**
     * An entry of the inbox is new or other, or gone where the object is null. The first call comes
     * when the inbox has been read to its end: it tells how things are, not how they came about.
     */
    void object(String key, KubeObject object);

    /** All entries have been told, as they were when reading began; that may happen again. */
    void inboxComplete();

    /**
     * Services' routes changed; the first call comes when the topic has been read to its end. With
     * no changed keys it is time to look whether they still stand. A call that fails is repeated
     * after some seconds, or with the next change.
     */
    void routes(Map<String, ObjectNode> all, Set<String> changed);

    /** Nodes' routes changed, likewise. */
    void nodes(Map<String, ObjectNode> all);

    /** Somebody asks for a stream; the request is null where it was cancelled. */
    void request(String id, NodeRequest request);
  }

  private static final Logger LOG = Logger.getLogger(Feeds.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final AgentConfig config;
  private final Listener listener;
  private final TopicPartition inbox;
  private final TopicPartition routes = new TopicPartition(Topics.ROUTES, 0);
  private final TopicPartition requests;
  private final Supplier<Consumer<String, byte[]>> open;
  private final Contact contact;
  private final TopicEntries<KubeObject> entries = new TopicEntries<>(this::tell);
  private final RouteTables routeTables;
  private final Thread thread;
  private Map<TopicPartition, Long> ends;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Consumer<String, byte[]> consumer;

  /** Starts reading; the clock tells the time of day. */
  public Feeds(AgentConfig config, Listener listener, InstantSource clock) {
    this(
        config,
        listener,
        clock,
        () ->
            config
                .kafka()
                .patient()
                .openConsumer(Map.of("client.id", "node-agent-" + config.nodeName())));
  }

  /** The same with consumers from somewhere else. */
  Feeds(
      AgentConfig config,
      Listener listener,
      InstantSource clock,
      Supplier<Consumer<String, byte[]>> open) {
    this.config = config;
    this.listener = listener;
    this.contact = new Contact(clock);
    this.routeTables = new RouteTables(listener, clock);
    this.inbox = new TopicPartition(Topics.desired(config.nodeName()), 0);
    this.requests = new TopicPartition(Topics.requests(config.nodeName()), 0);
    this.open = open;
    this.thread = Thread.ofPlatform().name("feeds").start(this::run);
  }

  /**
   * Reads until it is closed; where that fails, anew after a pause: a deaf agent would seem well.
   */
  private void run() {
    while (closed.getCount() > 0) {
      try {
        read();
      } catch (WakeupException e) {
        LOG.debug("feeds closed");
      } catch (RuntimeException e) {
        LOG.error("the node's topics cannot be read; they are opened again", e);
        pause();
      }
    }
  }

  private void read() {
    consumer = open.get();
    ends = null;
    try {
      consumer.assign(List.of(inbox, routes, requests));
      consumer.seekToEnd(List.of(requests));
      while (closed.getCount() > 0) {
        try {
          poll();
        } catch (RetriableException e) {
          LOG.warnf("the log cannot be read at the moment: %s", e.getMessage());
        }
      }
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private void pause() {
    try {
      boolean over = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      LOG.debug(over ? "feeds closed" : "feeds go on");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.countDown();
    }
  }

  private void poll() {
    if (ends == null) {
      begin();
      consumer.position(requests);
    } else if (contact.due()) {
      keepContact();
    }
    for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(500))) {
      try {
        take(record);
      } catch (RuntimeException e) {
        // Whatever a record holds, it must not keep the next ones from being read.
        LOG.warnf(
            e, "record %s-%d@%d is skipped", record.topic(), record.partition(), record.offset());
      }
    }
    if (reached(inbox)) {
      entries.finish();
      listener.inboxComplete();
    }
    if (reached(routes)) {
      routeTables.finish();
    }
    routeTables.tell();
  }

  private void begin() {
    ends = new HashMap<>(consumer.endOffsets(List.of(inbox, routes)));
    contact.made();
    consumer.seekToBeginning(List.of(inbox, routes));
    entries.begin();
    routeTables.begin();
  }

  /** Goes on if nothing was missed, and begins anew if something may have been. */
  private void keepContact() {
    consumer.endOffsets(List.of(inbox));
    if (!contact.made()) {
      LOG.warn("the log was out of reach for long: the inbox and the routes are read again");
      begin();
    }
  }

  /** True once, when the position has come to the end the partition had when reading began. */
  private boolean reached(TopicPartition partition) {
    Long end = ends.get(partition);
    if (end == null || consumer.position(partition) < end) {
      return false;
    }
    ends.remove(partition);
    return true;
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    if (record.topic().equals(inbox.topic())) {
      takeEntry(record.key(), config.seal().open(record.value()));
    } else if (record.topic().equals(Topics.ROUTES)) {
      routeTables.hear(record.key(), record.value());
    } else {
      listener.request(record.key(), readRequest(record.value()));
    }
  }

  private void takeEntry(String key, byte[] value) {
    if (value == null) {
      entries.hear(key, null);
    } else if (key.equals(InboxRollCall.KEY)) {
      InboxRollCall.missing(Json.parseObject(value), entries.keys())
          .forEach(gone -> entries.hear(gone, null));
    } else {
      entries.hear(key, new KubeObject(Json.parseObject(value)));
    }
  }

  private void tell(String key, KubeObject object) {
    try {
      listener.object(key, object);
    } catch (RuntimeException e) {
      // Whatever an entry holds, it must not keep the next ones from being told.
      LOG.warnf(e, "entry %s of the inbox is skipped", key);
    }
  }

  private static NodeRequest readRequest(byte[] value) {
    try {
      return value == null ? null : Json.MAPPER.readValue(value, NodeRequest.class);
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException("not a request: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    Consumer<String, byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
