package io.shiplog.benchmarks.load;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A fixed rate, whether or not answers come: as users who do not know of each other. A latency
 * counts from when its request was to be sent, not from when it was, so a pause of the server (or
 * of this driver) shows in every request it held up, which a closed loop leaves out. Lives on the
 * event loop; a thread beside it only says when.
 */
final class OpenLoop {

  private final Context context;
  private final Work work;
  private final int slots;
  private final double nanosBetween;
  private final long count;
  private final Histogram latencies = Sample.histogram();
  private final Promise<Sample> whole = Promise.promise();
  private long begun;
  private long sent;
  private long answered;
  private Throwable failure;

  private OpenLoop(Context context, Work work, int slots, int rate, Duration lasts) {
    this.context = context;
    this.work = work;
    this.slots = slots;
    this.nanosBetween = (double) TimeUnit.SECONDS.toNanos(1) / rate;
    this.count = Math.max(1, Math.round(lasts.toNanos() / nanosBetween));
  }

  /**
   * Sends at a rate for a time and waits for every answer.
   *
   * @param context of the event loop on which the work completes
   * @param slots the requests take these slots in turn
   * @param rate requests a second
   * @return fails with the first failure of the work
   */
  static Future<Sample> run(Context context, Work work, int slots, int rate, Duration lasts) {
    OpenLoop loop = new OpenLoop(context, work, slots, rate, lasts);
    context.runOnContext(now -> loop.begin());
    return loop.whole.future();
  }

  private void begin() {
    begun = System.nanoTime();
    sendDue();
    Thread.ofPlatform().daemon().name("open loop").start(this::wake);
  }

  /** By a thread of its own: the timers of an event loop are late by up to a millisecond. */
  private void wake() {
    for (long number = 1; number < count; number++) {
      long wait = intended(number) - System.nanoTime();
      while (wait > 0) {
        LockSupport.parkNanos(wait);
        wait = intended(number) - System.nanoTime();
      }
      context.runOnContext(now -> sendDue());
    }
  }

  private void sendDue() {
    while (sent < count && intended(sent) <= System.nanoTime()) {
      long at = intended(sent);
      int slot = (int) (sent % slots);
      work.send(sent++, slot).onComplete(answer -> answered(at, answer));
    }
  }

  /** When the request with this number is to be sent. */
  private long intended(long number) {
    return begun + Math.round(number * nanosBetween);
  }

  private void answered(long intended, AsyncResult<?> answer) {
    if (answer.failed() && failure == null) {
      failure = answer.cause();
    }
    latencies.recordValue(System.nanoTime() - intended);
    if (++answered < count) {
      return;
    }
    if (failure != null) {
      whole.fail(failure);
    } else {
      whole.complete(new Sample(latencies, System.nanoTime() - begun));
    }
  }
}
