package io.shiplog.simulator.invariant;

import java.util.Optional;

/** Something that must be true of every history. One object checks one history. */
public interface Invariant {

  /** Called after every step; what is broken, if it is. */
  default Optional<String> afterStep(Evidence evidence) {
    return Optional.empty();
  }

  /**
   * Called when faults are over and nobody has anything left to do; what is not as it should be.
   */
  default Optional<String> atRest(Evidence evidence) {
    return Optional.empty();
  }
}
