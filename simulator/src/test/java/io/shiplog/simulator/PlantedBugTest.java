package io.shiplog.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.simulator.invariant.Invariants;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every invariant is shown to fail on the bug it guards against. */
class PlantedBugTest {

  /** Some bugs show in one history of thirty. */
  private static final int SEEDS = 200;

  static Stream<PlantedBug> bugs() {
    return PlantedBugs.all();
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void theInvariantFindsIt(PlantedBug planted) {
    String name = planted.invariant().get().getClass().getSimpleName();
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        Simulation.run(
            Script.of(seed),
            new Simulation.Setting(planted.bug().get(), List.of(planted.invariant().get()), null));
      } catch (SimulationFailure e) {
        if (!e.invariant().equals(name)) {
          continue; // The bug kept this history from coming to rest.
        }
        assertThat(e).hasMessageContainingAll("step " + e.step(), "--seed " + seed);
        return;
      }
    }
    throw new AssertionError(name + " does not see " + planted);
  }

  @Test
  void noInvariantIsWithoutItsBug() {
    Set<String> all = new HashSet<>();
    Invariants.all().forEach(invariant -> all.add(invariant.getClass().getSimpleName()));
    bugs().forEach(bug -> all.remove(bug.invariant().get().getClass().getSimpleName()));
    assertThat(all).isEmpty();
  }
}
