package io.shiplog.gateway.readmodel;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.shiplog.ledger.runtime.CommitListener.Decided;
import io.shiplog.model.Catalogue;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.SecretSeal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The gateway's view of the log: {@link ObjectStore} filled from {@code objects}, and every outcome
 * as it comes. It is ready once it has read everything that was there when it started.
 */
public final class ReadModel implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ReadModel.class);
  private static final long LATEST_MILLIS = 3_000;

  private final ObjectStore store = new ObjectStore();
  private final List<LogListener> listeners = new CopyOnWriteArrayList<>();
  private final List<VersionWaits> waits =
      IntStream.range(0, Catalogue.SHARDS).mapToObj(shard -> new VersionWaits()).toList();
  private final LogApplier applier;
  private final LogReader reader;
  private final Optional<LogEnds> ends;
  private volatile BooleanSupplier distrusted = () -> false;

  /**
   * A read model of the log there; {@link #start} sets it reading.
   *
   * @param alone whether this is the cluster's only gateway: then everything that was ever
   *     acknowledged is here, and nobody needs to be asked how far others are
   */
  public ReadModel(KafkaSettings kafka, SecretSeal seal, boolean alone) {
    this.ends = alone ? Optional.empty() : Optional.of(new LogEnds(kafka));
    this.applier =
        new LogApplier(
            Catalogue.BUILT_IN, store, listeners, waits, seal, Runtime.getRuntime().maxMemory());
    this.reader = new LogReader(kafka, applier, InstantSource.system());
  }

  /**
   * Who is told, once, that what is in the log does not fit into the heap; nothing is read then.
   */
  public void onHeapTooSmall(Consumer<HeapTooSmallException> told) {
    reader.onHeapTooSmall(told);
  }

  /** Starts reading in the background. */
  public void start() {
    reader.start();
    ends.ifPresent(LogEnds::start);
  }

  /** The objects. */
  public ObjectStore store() {
    return store;
  }

  /** Adds someone who hears outcomes and changes. */
  public void listen(LogListener listener) {
    listeners.add(listener);
  }

  /**
   * Takes in what a ledger of this process committed, without waiting for the log to show it. Only
   * for the cluster's only gateway: others see it a moment later, and what is acknowledged must be
   * seen by all.
   */
  public void committed(int shard, List<Decided> decided) {
    applier.apply(shard, decided);
  }

  /**
   * Nothing is shown while this holds: whoever leads a shard found that its log lacks something,
   * and an object that is not here may be there.
   */
  public void distrustWhile(BooleanSupplier condition) {
    distrusted = condition;
  }

  /** Whether everything that was in the log at the start has been read, and reading goes on. */
  public boolean ready() {
    return reader.caughtUp() && !distrusted.getAsBoolean();
  }

  /** Why nothing can be shown, for whoever is to do something about it. */
  public List<String> alarms() {
    return Stream.of(reader.alarm()).filter(text -> !text.isEmpty()).toList();
  }

  /** Completes when this model has come to this version; on a thread that must not be blocked. */
  public CompletableFuture<Void> await(int shard, long resourceVersion) {
    return waits.get(shard).await(resourceVersion, () -> store.version(shard));
  }

  /**
   * Completes when this gateway has read everything of the shard that was committed when this was
   * called, so that a read afterwards sees every write that any gateway had acknowledged by then.
   * Fails with a 504 (an {@link ApiException}) if that cannot be made certain in three seconds.
   */
  public CompletableFuture<Void> latest(int shard) {
    return ends.map(log -> latest(log, shard)).orElseGet(() -> completedFuture(null));
  }

  private CompletableFuture<Void> latest(LogEnds log, int shard) {
    return log.end(shard)
        .thenCompose(end -> reader.await(shard, end))
        .orTimeout(LATEST_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              LOG.debugf(failure, "the end of shard %d was not reached", shard);
              throw new ApiException(
                  Status.timeout("the log did not say in time which version is the latest"));
            });
  }

  /** Stops reading. */
  @Override
  public void close() {
    ends.ifPresent(LogEnds::close);
    reader.close();
  }
}
