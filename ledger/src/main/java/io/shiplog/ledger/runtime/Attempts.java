package io.shiplog.ledger.runtime;

/**
 * What the log tells of starts of a shard's ledger that came to nothing. It stands in the shard's
 * bookkeeping record from a start until the first batch that is committed, so that a command that
 * kills the ledger is found and refused, and not tried at every start for ever.
 *
 * @param starts how many times in a row a ledger began at this position and committed no batch
 * @param begun the offset in {@code commands} of the command that a careful ledger began to decide
 *     and did not finish; -1 where there is none
 * @param times how many ledgers in a row began it
 */
public record Attempts(int starts, long begun, int times) {

  /** Nothing went wrong. */
  static final Attempts NONE = new Attempts(0, -1, 0);

  /** What so many ledgers began, and died of, is not begun again. */
  private static final int ENOUGH = 2;

  /** The same with one more start. */
  Attempts started() {
    return new Attempts(starts + 1, begun, times);
  }

  /** The same where it is known that the command was decided, and only not committed. */
  Attempts without(long decided) {
    return begun == decided ? new Attempts(starts, -1, 0) : this;
  }

  /** The same with this command begun. */
  Attempts begin(long offset) {
    return new Attempts(starts, offset, begun == offset ? times + 1 : 1);
  }

  /** Whether a ledger that starts after these has to go from command to command. */
  boolean suspicious() {
    return starts > 0;
  }

  /** Whether ledgers died of this command: it was begun again and again, and never finished. */
  boolean convict(long offset) {
    return begun == offset && times >= ENOUGH;
  }

  /** As a header. */
  String text() {
    return starts + " " + begun + " " + times;
  }

  /** Reads a header; nothing went wrong where there is none, or none of ours. */
  static Attempts parse(String text) {
    String[] parts = text.split(" ", -1);
    try {
      return parts.length == 3
          ? new Attempts(
              Integer.parseInt(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]))
          : NONE;
    } catch (NumberFormatException e) {
      return NONE;
    }
  }
}
