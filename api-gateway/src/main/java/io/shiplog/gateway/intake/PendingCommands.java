package io.shiplog.gateway.intake;

import io.shiplog.gateway.readmodel.StoredObject;
import io.shiplog.model.ObjectKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The commands that wait for their outcome, by id. Once a second those are answered that have
 * waited for too long; a timer for each of thousands a second would cost more than that.
 * Thread-safe.
 */
final class PendingCommands {

  private static final Executor IN_A_SECOND =
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final Map<String, Pending> byId = new ConcurrentHashMap<>();
  private final AtomicBoolean watched = new AtomicBoolean();
  private final long patience;

  /**
   * None yet.
   *
   * @param patience how long a command waits; it is answered within the second that follows
   */
  PendingCommands(Duration patience) {
    this.patience = patience.toNanos();
  }

  /** A command under way. Its objects are touched by the read model's calls alone. */
  static final class Pending {
    private final long since = System.nanoTime();
    private final CompletableFuture<CommandResult> result = new CompletableFuture<>();
    private final Map<ObjectKey, StoredObject> objects = new HashMap<>();

    /** What became of it; never fails. */
    CompletableFuture<CommandResult> result() {
      return result;
    }

    /** The objects that it has changed, as far as they are known. */
    Map<ObjectKey, StoredObject> objects() {
      return objects;
    }
  }

  /**
   * A command that begins to wait. It does so until its result is there. One id stands for one
   * request: whoever waits for it already is told the same as the one who asks for it again.
   */
  Pending add(String id) {
    Pending pending = new Pending();
    Pending former = byId.put(id, pending);
    if (former != null) {
      pending.result.thenAccept(former.result::complete);
    }
    pending.result.whenComplete((done, failure) -> byId.remove(id, pending));
    watch();
    return pending;
  }

  /** The command with this id; null if it does not wait here. */
  Pending get(String id) {
    return byId.get(id);
  }

  /** How many wait. */
  int size() {
    return byId.size();
  }

  private void watch() {
    if (watched.compareAndSet(false, true)) {
      IN_A_SECOND.execute(this::answerLate);
    }
  }

  private void answerLate() {
    long now = System.nanoTime();
    byId.forEach(
        (id, pending) -> {
          if (now - pending.since > patience) {
            pending.result.complete(
                CommandResult.undecided(id, "the ledger gave no outcome in time"));
          }
        });
    watched.set(false);
    if (!byId.isEmpty()) {
      watch();
    }
  }
}
