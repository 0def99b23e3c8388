package io.shiplog.simulator;

/**
 * What a history follows from: the same script, the same history, on every machine.
 *
 * @param seed decides everything that is left to chance
 * @param shape what kind of history it is
 * @param nodes how many nodes; 0 leaves it to the seed
 * @param without steps that are left out
 */
public record Script(long seed, Shape shape, int nodes, StepSet without) {

  /** Every so many seeds give a large cluster. */
  private static final int LARGE_EVERY = 100;

  /** The whole history of a seed. */
  public static Script of(long seed) {
    return new Script(seed, seed % LARGE_EVERY == 0 ? Shape.STEADY : Shape.STORM, 0, StepSet.NONE);
  }

  /** The same with as many nodes. */
  public Script withNodes(int count) {
    return new Script(seed, shape, count, without);
  }

  /** The same without these steps. */
  public Script without(StepSet steps) {
    return new Script(seed, shape, nodes, steps);
  }

  /** What to hand to the command to see this history again. */
  public String arguments() {
    return "--seed "
        + seed
        + (nodes == 0 ? "" : " --nodes " + nodes)
        + (without.isEmpty() ? "" : " --without " + without);
  }
}
