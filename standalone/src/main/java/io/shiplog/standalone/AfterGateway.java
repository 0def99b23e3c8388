package io.shiplog.standalone;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Sets the services of a process going once its gateway can answer. After a restart all of them
 * read the whole log; side by side they would take the processors from the one that people wait
 * for, and be no sooner done themselves. A gateway that does not get there must not keep them for
 * ever: it may miss one shard, and they are of use to the others.
 */
final class AfterGateway implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(AfterGateway.class);
  private static final long LOOK_MILLIS = 20;

  private final BooleanSupplier ready;
  private final Duration patience;
  private final Runnable start;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("services-start").unstarted(this::run);

  /**
   * Prepares to wait; {@link #begin} does.
   *
   * @param ready whether the gateway can answer
   * @param patience after which the services start all the same
   * @param start sets the services going; called once at most, on a thread of its own
   */
  AfterGateway(BooleanSupplier ready, Duration patience, Runnable start) {
    this.ready = ready;
    this.patience = patience;
    this.start = start;
  }

  /** Waits in the background. */
  void begin() {
    thread.start();
  }

  /** When this returns, the services have been started or never will be. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      if (awaitGateway()) {
        start.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the services may start; false if this was closed first. */
  private boolean awaitGateway() throws InterruptedException {
    long begin = System.nanoTime();
    while (!ready.getAsBoolean()) {
      if (System.nanoTime() - begin > patience.toNanos()) {
        LOG.warnf(
            "the gateway is not ready after %d s; the services start all the same",
            patience.toSeconds());
        return true;
      }
      if (closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return closed.getCount() > 0;
  }
}
