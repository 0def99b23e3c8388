package io.shiplog.gateway.http;

import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the heap requests and answers that are under way may take together. Who would take
 * more is told to come again, as kube-apiserver tells whom it cannot serve now, before memory ends
 * for all. Thread-safe.
 */
public final class MemoryBudget {

  /** The one of this process: a quarter of its heap. */
  public static final MemoryBudget OF_THIS_PROCESS =
      new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);

  private static final int RETRY_SECONDS = 1;

  private final long most;
  private final AtomicLong used = new AtomicLong();

  /**
   * A budget.
   *
   * @param most in bytes
   */
  MemoryBudget(long most) {
    this.most = most;
  }

  /**
   * Takes a part. When nothing else is under way it may be of any size: whoever is alone is not to
   * wait for ever.
   *
   * @param bytes estimated
   * @throws ApiException 429 if that is more than is left
   */
  public Part take(long bytes) {
    long before = used.getAndAdd(bytes);
    if (before > 0 && before + bytes > most) {
      used.addAndGet(-bytes);
      throw new ApiException(Status.tooManyRequests(RETRY_SECONDS));
    }
    return new Part(bytes);
  }

  /** How much is taken, in bytes. */
  long used() {
    return used.get();
  }

  /** What one request takes, until it gives it back. */
  public final class Part {

    private long bytes;

    private Part(long bytes) {
      this.bytes = bytes;
    }

    /** Gives back all but so many bytes. */
    public synchronized void keep(long left) {
      long less = bytes - Math.min(bytes, left);
      bytes -= less;
      used.addAndGet(-less);
    }

    /** Gives back everything. */
    public void giveBack() {
      keep(0);
    }
  }
}
