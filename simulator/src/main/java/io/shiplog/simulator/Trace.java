package io.shiplog.simulator;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What happened: as one hash, and for whoever wants to read it, as lines of text. */
public final class Trace {

  private static final long START = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private final Consumer<String> reader;
  private long hash = START;

  /**
   * A trace.
   *
   * @param reader gets every line; null if nobody reads, and then none is made
   */
  public Trace(Consumer<String> reader) {
    this.reader = reader;
  }

  /** Tells a line, if somebody reads. */
  public void tell(Supplier<String> line) {
    if (reader != null) {
      reader.accept(line.get());
    }
  }

  /** Takes bytes into the hash; null counts as well. */
  public void mix(byte[] bytes) {
    mix(Arrays.hashCode(bytes));
  }

  /** Takes a number into the hash. */
  public void mix(long number) {
    long mixed = (hash ^ number) * PRIME;
    hash = mixed ^ (mixed >>> 29);
  }

  /**
   * A number for the history: of which steps were made, and of every record in the log, with its
   * place, time, key, value and headers. Two histories that differ in any of that have different
   * numbers, but for a chance of one in billions. What happens in a runtime or in memory shows only
   * in what is written because of it.
   */
  public long hash() {
    return hash;
  }
}
