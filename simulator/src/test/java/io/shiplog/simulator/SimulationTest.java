package io.shiplog.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimulationTest {

  @Test
  void everyInvariantHoldsWhateverTheSeed() {
    long seeds = Long.getLong("shiplog.sim.seeds", 1000);
    assertThat(Simulate.run(Simulate.FIRST_SEED, seeds, Duration.ZERO, System.out))
        .as("%d seeds from %d", seeds, Simulate.FIRST_SEED)
        .isTrue();
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    for (long seed = 5000; seed < 5005; seed++) {
      assertThat(Simulation.run(seed)).isEqualTo(Simulation.run(seed));
    }
  }

  /** What differs from one JVM to the next, such as the order of a hash table, must not matter. */
  @Test
  void anotherJvmGivesTheSameHistory() throws IOException {
    long seed = 5005;
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Simulate.class.getName(),
                "--seed",
                Long.toString(seed))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).contains("seed " + seed + ": " + Simulation.run(seed));
  }
}
