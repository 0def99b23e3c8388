package io.shiplog.e2e.chaos.workload;

/**
 * How hard clients press.
 *
 * @param writers clients that read and write
 * @param readers clients that only read
 * @param longestPauseMillis between two requests of a client; 0 for none
 */
public record Load(int writers, int readers, int longestPauseMillis) {

  /** Some clients who take their time, so that there is processor time for many processes. */
  public static final Load EASY = new Load(4, 2, 30);

  /** As much as one process takes: the ledger is always in the middle of a transaction. */
  public static final Load FULL = new Load(12, 2, 0);
}
