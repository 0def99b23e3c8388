package io.shiplog.simulator;

import java.util.List;

/** An invariant did not hold. The message says which, where, and what came before. */
public final class SimulationFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String invariant;

  SimulationFailure(
      String invariant, long seed, int step, String what, List<String> history, Throwable cause) {
    super(
        "%s is broken at step %d of seed %d (replay with --seed %d):%n%s%nWhat came before:%n%s"
            .formatted(invariant, step, seed, seed, what, String.join("\n", history)),
        cause);
    this.invariant = invariant;
  }

  /** The name of the invariant. */
  public String invariant() {
    return invariant;
  }
}
