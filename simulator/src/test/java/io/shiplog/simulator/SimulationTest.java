package io.shiplog.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.simulator.cli.SeedRuns;
import io.shiplog.simulator.cli.Simulate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationTest {

  private static final long SEEDS = Long.getLong("shiplog.sim.seeds", SeedRuns.OF_CI);

  /** In fewer histories something may be missing by chance. */
  private static final long ENOUGH = 400;

  /** In how many of a hundred histories what is rare by its nature is to happen all the same. */
  private static final double OFTEN = 15;

  @Test
  void everyInvariantHoldsWhateverTheSeedAndEverythingHappens() {
    int threads = Runtime.getRuntime().availableProcessors();
    SeedRuns runs = new SeedRuns(1, SEEDS, Duration.ZERO, threads, System.out);
    assertThat(runs.run()).as("%d seeds from 1", SEEDS).isTrue();
    System.out.print(runs.sheet());
    if (SEEDS >= ENOUGH) {
      assertThat(runs.sheet().missing()).as("what never happened").isEmpty();
      assertThat(runs.sheet().percent("a namespace goes during a rollout")).isGreaterThan(OFTEN);
      assertThat(runs.sheet().percent("a held ConfigMap is deleted")).isGreaterThan(OFTEN);
    }
  }

  @ParameterizedTest
  @CsvSource({"5001, ''", "5002, '3,7-90'", "5100, ''"})
  void theSameScriptGivesTheSameHistory(long seed, String without) {
    Script script = Script.of(seed).without(StepSet.parse(without));
    assertThat(Simulation.run(script)).isEqualTo(Simulation.run(script));
  }

  /** What differs from one JVM to the next, such as the order of a hash table, must not matter. */
  @Test
  void twoOtherJvmsGiveTheSameHistory() throws IOException {
    long seed = 5005;
    String here = "seed " + seed + ": " + Simulation.run(Script.of(seed));
    assertThat(inAnotherJvm(seed, "-XX:hashCode=2")).contains(here);
    assertThat(inAnotherJvm(seed, "-XX:hashCode=5")).contains(here);
  }

  private static String inAnotherJvm(long seed, String identityHashes) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UnlockExperimentalVMOptions",
                identityHashes,
                "-cp",
                System.getProperty("java.class.path"),
                Simulate.class.getName(),
                "--seed",
                Long.toString(seed))
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
