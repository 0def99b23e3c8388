package io.shiplog.benchmarks.report;

/** Says on the screen which of so many steps of a benchmark begins, and after how long. */
public final class Steps {

  private final long start = System.nanoTime();
  private final int total;
  private int begun;

  /** So many steps from now on. */
  public Steps(int total) {
    this.total = total;
  }

  /** The next step begins: prints what it is. */
  public void begin(String what) {
    begun++;
    double seconds = (System.nanoTime() - start) / 1e9;
    System.err.printf("[%6.1fs] %d of %d: %s%n", seconds, begun, total, what);
  }
}
