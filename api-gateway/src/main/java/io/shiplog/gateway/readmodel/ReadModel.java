package io.shiplog.gateway.readmodel;

import io.shiplog.model.Catalogue;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.SecretSeal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * The gateway's view of the log: {@link ObjectStore} filled from {@code objects}, and every outcome
 * as it comes. It is ready once it has read everything that was there when it started.
 */
public final class ReadModel implements AutoCloseable {

  private final ObjectStore store = new ObjectStore();
  private final List<LogListener> listeners = new CopyOnWriteArrayList<>();
  private final List<VersionWaits> waits =
      IntStream.range(0, Catalogue.SHARDS).mapToObj(shard -> new VersionWaits()).toList();
  private final LogReader reader;

  /** A read model of the log there; {@link #start} sets it reading. */
  public ReadModel(KafkaSettings kafka, SecretSeal seal) {
    this.reader = new LogReader(kafka, new LogApplier(store, listeners, waits, seal));
  }

  /** Starts reading in the background. */
  public void start() {
    reader.start();
  }

  /** The objects. */
  public ObjectStore store() {
    return store;
  }

  /** Adds someone who hears outcomes and changes. */
  public void listen(LogListener listener) {
    listeners.add(listener);
  }

  /** Whether everything that was in the log at the start has been read, and reading goes on. */
  public boolean ready() {
    return reader.caughtUp();
  }

  /** Completes when the shard has been read up to this version; on the reading thread. */
  public CompletableFuture<Void> await(int shard, long resourceVersion) {
    return waits.get(shard).await(resourceVersion, () -> store.version(shard));
  }

  /** Stops reading. */
  @Override
  public void close() {
    reader.close();
  }
}
