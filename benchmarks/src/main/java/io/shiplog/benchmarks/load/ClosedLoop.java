package io.shiplog.benchmarks.load;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * So many in flight: whenever an answer comes, the next request goes. Shows how much a server does
 * at most; its latencies say little about a server that falls behind, as the driver then waits with
 * it (see {@link OpenLoop}). Lives on the event loop alone.
 */
final class ClosedLoop {

  private final Work work;
  private final int inFlight;
  private final long lasts;
  private final long most;
  private final Histogram latencies = Sample.histogram();
  private final Promise<Sample> whole = Promise.promise();
  private long begun;
  private long sent;
  private int busy;
  private Throwable failure;

  private ClosedLoop(Work work, int inFlight, Duration lasts, long most) {
    this.work = work;
    this.inFlight = inFlight;
    this.lasts = lasts.toNanos();
    this.most = most;
  }

  /**
   * Runs until the time is up or enough requests were sent, and every answer is there.
   *
   * @param context of the event loop on which the work completes
   * @param inFlight how many requests at a time
   * @param lasts no request is sent after this
   * @param most no more requests than these are sent
   * @return fails with the first failure of the work
   */
  static Future<Sample> run(Context context, Work work, int inFlight, Duration lasts, long most) {
    ClosedLoop loop = new ClosedLoop(work, inFlight, lasts, most);
    context.runOnContext(now -> loop.begin());
    return loop.whole.future();
  }

  private void begin() {
    begun = System.nanoTime();
    busy = inFlight;
    for (int slot = 0; slot < inFlight; slot++) {
      next(slot);
    }
  }

  private void next(int slot) {
    long start = System.nanoTime();
    if (failure != null || sent >= most || start - begun >= lasts) {
      rest();
      return;
    }
    work.send(sent++, slot).onComplete(answer -> answered(slot, start, answer));
  }

  private void answered(int slot, long start, AsyncResult<?> answer) {
    if (answer.failed() && failure == null) {
      failure = answer.cause();
    }
    latencies.recordValue(System.nanoTime() - start);
    next(slot);
  }

  private void rest() {
    if (--busy > 0) {
      return;
    }
    if (failure != null) {
      whole.fail(failure);
    } else {
      whole.complete(new Sample(latencies, System.nanoTime() - begun));
    }
  }
}
