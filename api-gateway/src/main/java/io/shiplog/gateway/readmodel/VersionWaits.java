package io.shiplog.gateway.readmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Who waits for a shard to reach a version, or an offset. Thread-safe. */
final class VersionWaits {

  private final NavigableMap<Long, List<CompletableFuture<Void>>> waiting = new TreeMap<>();

  /**
   * A future that completes once the version is reached; at once if it is. Whoever gives up, by
   * completing it, waits no longer.
   */
  CompletableFuture<Void> await(long resourceVersion, LongSupplier current) {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    synchronized (this) {
      waiting.computeIfAbsent(resourceVersion, version -> new ArrayList<>()).add(reached);
    }
    // Looked up after it was entered: a version that arrives in between completes it. The others
    // are left to the thread that reads the log, whose calls need not fear one another.
    if (current.getAsLong() >= resourceVersion) {
      reached.complete(null);
    }
    reached.whenComplete((done, failure) -> forget(resourceVersion, reached));
    return reached;
  }

  private synchronized void forget(long resourceVersion, CompletableFuture<Void> one) {
    waiting.computeIfPresent(
        resourceVersion,
        (version, all) -> {
          all.removeIf(each -> each == one);
          return all.isEmpty() ? null : all;
        });
  }

  /** How many wait. */
  synchronized int size() {
    return waiting.values().stream().mapToInt(List::size).sum();
  }

  /** Completes everyone who waited for this version or an earlier one. */
  void reached(long resourceVersion) {
    List<CompletableFuture<Void>> done = new ArrayList<>();
    synchronized (this) {
      NavigableMap<Long, List<CompletableFuture<Void>>> due =
          waiting.headMap(resourceVersion, true);
      due.values().forEach(done::addAll);
      due.clear();
    }
    done.forEach(future -> future.complete(null));
  }
}
