package io.shiplog.ledger.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/**
 * Commits a batch while the next one is decided: deciding keeps a processor busy, and a commit
 * mostly waits for the broker. A batch of few commands is committed at once, for then nobody
 * hurries and another thread would only be a detour. Not thread-safe; its owner decides, and is the
 * only one who calls.
 */
final class Committer implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Committer.class);
  private static final int FEW = 8;

  private final Runnable alarm;
  private final ExecutorService thread;
  private UnderWay underWay;

  private record UnderWay(Future<?> commit, Runnable then) {}

  /**
   * A committer with a thread of its own.
   *
   * @param name of the thread
   * @param alarm called on it when a commit failed, so that the owner comes to {@link #settle}
   */
  Committer(String name, Runnable alarm) {
    this.alarm = alarm;
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon(true).factory());
  }

  /**
   * Commits a batch, behind the one that is under way.
   *
   * @param then called on the owner's thread some time after it is committed
   * @throws RuntimeException what the batch before it failed with, or this one
   */
  void commit(ShardLedger shard, ShardLedger.Batch batch, Runnable then) {
    settle();
    if (batch.size() < FEW) {
      shard.commit(batch);
      then.run();
    } else {
      underWay = new UnderWay(thread.submit(() -> commitAside(shard, batch)), then);
    }
  }

  private void commitAside(ShardLedger shard, ShardLedger.Batch batch) {
    boolean done = false;
    try {
      shard.commit(batch);
      done = true;
    } finally {
      if (!done) {
        alarm.run();
      }
    }
  }

  /**
   * Waits for the batch that is under way, if one is.
   *
   * @throws RuntimeException what it failed with
   */
  void settle() {
    UnderWay batch = underWay;
    if (batch == null) {
      return;
    }
    underWay = null;
    try {
      batch.commit().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a batch was committed", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a batch could not be committed", e.getCause());
    }
    batch.then().run();
  }

  /** Waits for the batch that is under way, committed or not, and ends the thread. */
  @Override
  public void close() {
    try {
      settle();
    } catch (IllegalStateException e) {
      LOG.debug("the last batch was not committed; whoever leads next decides it again", e);
    }
    thread.shutdown();
  }
}
