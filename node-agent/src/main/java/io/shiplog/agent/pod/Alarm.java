package io.shiplog.agent.pod;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Rings at the earliest of the times that it was set to since it rang last. However often it is
 * set, no more than one ring is on its way. Who still waits for a later time sets it again.
 */
final class Alarm {

  private final ScheduledExecutorService timer;
  private final InstantSource clock;
  private final Runnable ring;
  private ScheduledFuture<?> pending;
  private Instant at;
  private boolean off;

  Alarm(ScheduledExecutorService timer, InstantSource clock, Runnable ring) {
    this.timer = timer;
    this.clock = clock;
    this.ring = ring;
  }

  /** Has it ring at that time at the latest; soon, where that is past. */
  synchronized void by(Instant when) {
    if (off || at != null && !when.isBefore(at)) {
      return;
    }
    cancel();
    at = when;
    long millis = Math.max(1, Duration.between(clock.instant(), when).toMillis() + 1);
    pending = timer.schedule(this::rings, millis, TimeUnit.MILLISECONDS);
  }

  /** It rings no more. */
  synchronized void off() {
    off = true;
    cancel();
  }

  private void cancel() {
    if (pending != null) {
      pending.cancel(false);
    }
  }

  private void rings() {
    synchronized (this) {
      at = null;
      pending = null;
    }
    ring.run();
  }
}
