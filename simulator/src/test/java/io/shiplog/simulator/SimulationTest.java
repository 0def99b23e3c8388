package io.shiplog.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulationTest {

  @Test
  void everyInvariantHoldsWhateverTheSeed() {
    long seeds = Long.getLong("shiplog.sim.seeds", 1000);
    assertThat(Simulate.run(Simulate.FIRST_SEED, seeds, java.time.Duration.ZERO, System.out))
        .as("%d seeds from %d", seeds, Simulate.FIRST_SEED)
        .isTrue();
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    for (long seed = 5000; seed < 5005; seed++) {
      assertThat(Simulation.run(seed)).isEqualTo(Simulation.run(seed));
    }
  }
}
