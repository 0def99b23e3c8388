package io.shiplog.simulator;

import java.util.List;
import java.util.SplittableRandom;

/** The one source of chance of a simulation. The same seed gives the same throws. */
public final class Dice {

  private final SplittableRandom random;

  public Dice(long seed) {
    this.random = new SplittableRandom(seed);
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
    random.nextBytes(bytes);
    return bytes;
  }
}
