package io.shiplog.simulator;

import java.util.List;
import java.util.SplittableRandom;

/** The one source of chance of a simulation. The same seed gives the same throws. */
public final class Dice {

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final SplittableRandom random;

  private Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * Dice of their own for one thing in one history, such as a step: what is thrown for it does not
   * depend on what was thrown for others, so that a history can be told with steps left out.
   */
  public static Dice of(long seed, long thing) {
    return new Dice((seed * GOLDEN) ^ Long.rotateLeft(thing * GOLDEN, 31));
  }

  /** A number from 0 to below the bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** A number from first to last, both included. */
  public int between(int first, int last) {
    return first + random.nextInt(last - first + 1);
  }

  /** True so many times in a hundred. */
  public boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  /** One of them. */
  public <T> T pick(List<T> options) {
    return options.get(random.nextInt(options.size()));
  }

  /** Bytes that mean nothing. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    fill(bytes);
    return bytes;
  }

  /** Fills an array with bytes that mean nothing. */
  public void fill(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
