package io.shiplog.simulator;

import io.shiplog.gateway.readmodel.LogApplier;
import io.shiplog.gateway.readmodel.LogListener;
import io.shiplog.gateway.readmodel.LogReading;
import io.shiplog.gateway.readmodel.ObjectStore;
import io.shiplog.gateway.readmodel.WindowBounds;
import io.shiplog.model.Catalogue;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The read model of one gateway, fed with {@code objects} as its reading thread does it. It can
 * start over, as a new process with nothing in it; it can be cut off from the log, and reads that
 * anew, with its watchers there, where compaction overtook it.
 */
public final class ModelHost {

  private static final long WINDOW_BYTES = 64L << 20;
  private static final Duration WINDOW_AGE = Duration.ofMinutes(2);

  private final String name;
  private final WindowBounds bounds;
  private final InstantSource clock;
  private final List<LogListener> listeners;
  private final SecretSeal seal;
  private final VirtualLog log;
  private final int[] positions = new int[Catalogue.SHARDS];
  private final int[] ends = new int[Catalogue.SHARDS];
  private ObjectStore store;
  private LogApplier applier;
  private LogReading reading;
  private int readings;
  private boolean caughtUp;
  private boolean away;
  private boolean overtaken;

  /**
   * A read model that begins to read.
   *
   * @param windowEvents how many events it keeps for watches from the past
   * @param clock how old they are
   * @param listeners hear what it takes in
   */
  ModelHost(
      String name,
      int windowEvents,
      InstantSource clock,
      List<LogListener> listeners,
      SecretSeal seal,
      VirtualLog log) {
    this.name = name;
    this.bounds = new WindowBounds(windowEvents, WINDOW_BYTES, WINDOW_AGE);
    this.clock = clock;
    this.listeners = listeners;
    this.seal = seal;
    this.log = log;
    crash();
  }

  /** The gateway's name. */
  public String name() {
    return name;
  }

  /** The objects; another store after the gateway started over. */
  public ObjectStore store() {
    return store;
  }

  /** Whether it has read all that there is, and can be asked. */
  public boolean knowsAll() {
    return caughtUp && !away && lag() == 0;
  }

  /** Whether it can be asked, whatever it knows. */
  boolean ready() {
    return caughtUp;
  }

  /** How often it began to read the log from its beginning. */
  int readings() {
    return readings;
  }

  /** How many records of all shards it has not read. */
  int lag() {
    int lag = 0;
    for (int shard = 0; shard < Catalogue.SHARDS && !away; shard++) {
      lag += objects(shard).end() - positions[shard];
    }
    return lag;
  }

  /** The offset of a shard up to which it has read. */
  int position(int shard) {
    return positions[shard];
  }

  boolean away() {
    return away;
  }

  /** It is cut off from the log; whoever watches here goes on waiting. */
  void leave() {
    away = true;
  }

  /** Compaction went past it while it was cut off. */
  void overtake() {
    overtaken = true;
  }

  /** The log can be reached again. */
  void comeBack() {
    away = false;
    if (overtaken) {
      readAnew();
    }
  }

  /** The gateway starts over, with an empty store; its watches end. */
  void crash() {
    away = false;
    store = new ObjectStore(bounds, clock);
    applier = new LogApplier(store, listeners, seal);
    readAnew();
  }

  /** Reads the log from its beginning once more. */
  private void readAnew() {
    overtaken = false;
    readings++;
    caughtUp = false;
    long since = Long.MIN_VALUE;
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      positions[shard] = 0;
      ends[shard] = objects(shard).end();
      since = Math.max(since, objects(shard).completeSince());
    }
    reading = new LogReading(applier, since);
  }

  /** Reads up to so many records of each shard. */
  void read(int most) {
    if (away) {
      return;
    }
    boolean reached = true;
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      List<ConsumerRecord<String, byte[]>> records = objects(shard).read(positions[shard], most);
      records.forEach(reading::take);
      positions[shard] = objects(shard).after(records);
      reached &= positions[shard] >= ends[shard];
    }
    if (reached && !caughtUp) {
      reading.follow();
      caughtUp = true;
    }
  }

  private VirtualPartition objects(int shard) {
    return log.partition(Topics.OBJECTS, shard);
  }
}
