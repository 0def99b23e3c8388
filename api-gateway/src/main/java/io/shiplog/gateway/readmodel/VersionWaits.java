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

  /** A future that completes once the version is reached; at once if it is. */
  CompletableFuture<Void> await(long resourceVersion, LongSupplier current) {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    synchronized (this) {
      waiting.computeIfAbsent(resourceVersion, version -> new ArrayList<>()).add(reached);
    }
    // Looked up after it was entered: a version that arrives in between completes it.
    reached(current.getAsLong());
    return reached;
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
