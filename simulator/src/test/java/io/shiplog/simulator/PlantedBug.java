package io.shiplog.simulator;

import io.shiplog.simulator.invariant.Invariant;
import java.util.function.Supplier;

/**
 * A bug, and who is to find it.
 *
 * @param invariant that guards against it
 * @param what it is, in words
 * @param bug made anew for every history
 */
record PlantedBug(Supplier<Invariant> invariant, String what, Supplier<WireBugs.Bug> bug) {
  @Override
  public String toString() {
    return what;
  }
}
