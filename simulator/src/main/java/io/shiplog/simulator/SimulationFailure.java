package io.shiplog.simulator;

/** An invariant did not hold. The message says which, where, and how to see it again. */
public final class SimulationFailure extends RuntimeException {

  private static final long serialVersionUID = 2;

  private final String invariant;
  private final transient Script script;
  private final int step;

  SimulationFailure(Script script, String invariant, int step, String what, Throwable cause) {
    super(
        "%s is broken at step %d of seed %d (replay with %s):%n%s"
            .formatted(invariant, step, script.seed(), script.arguments(), what),
        cause);
    this.invariant = invariant;
    this.script = script;
    this.step = step;
  }

  /** The name of the invariant. */
  public String invariant() {
    return invariant;
  }

  /** What the history follows from. */
  public Script script() {
    return script;
  }

  /** At which step it showed; behind the shape's last step it is a step of the calm part. */
  public int step() {
    return step;
  }
}
