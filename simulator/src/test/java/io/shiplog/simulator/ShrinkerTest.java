package io.shiplog.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.simulator.invariant.BoundOnce;
import io.shiplog.simulator.invariant.Invariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShrinkerTest {

  /** Two steps of 250 matter. */
  @Test
  void whatDoesNotMatterIsLeftOut() {
    Script whole = new Script(1, Shape.STORM, 4, StepSet.NONE);
    SimulationFailure shortest = Shrinker.shrink(failure(whole), this::run, 400);
    assertThat(shortest.script().without()).hasToString("1-16,18-109,111-250");
    assertThat(shortest.script().nodes()).isEqualTo(2);
    assertThat(shortest.script().arguments())
        .isEqualTo("--seed 1 --nodes 2 --without 1-16,18-109,111-250");
  }

  @Test
  void noMoreScriptsAreTriedThanAllowed() {
    List<Script> tried = new ArrayList<>();
    Shrinker.shrink(
        failure(Script.of(1)),
        script -> {
          tried.add(script);
          return run(script);
        },
        10);
    assertThat(tried).hasSize(10);
  }

  /** A real history: a pod moves, and the shortened script shows it again. */
  @Test
  void aShortenedHistoryFailsInTheSameWay() {
    SimulationFailure first = firstFailure();
    SimulationFailure shortest = Shrinker.shrink(first, ShrinkerTest::runMoving, 60);
    List<String> lines = new ArrayList<>();
    assertThat(runMoving(shortest.script(), lines)).isPresent();
    assertThat(lines).anyMatch(line -> line.contains("objects-0")).hasSizeLessThan(700);
    assertThat(shortest.script().without().isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "3,7-9", "1-250"})
  void stepsAreReadAsTheyAreWritten(String steps) {
    assertThat(StepSet.parse(steps)).hasToString(steps);
  }

  private Optional<SimulationFailure> run(Script script) {
    boolean fails =
        !script.without().contains(17) && !script.without().contains(110) && script.nodes() != 1;
    return fails ? Optional.of(failure(script)) : Optional.empty();
  }

  private static SimulationFailure failure(Script script) {
    return new SimulationFailure(script, "Some", 110, "what", null);
  }

  private static SimulationFailure firstFailure() {
    for (long seed = 1; ; seed++) {
      Optional<SimulationFailure> failure = runMoving(Script.of(seed));
      if (failure.isPresent()) {
        return failure.get();
      }
    }
  }

  private static Optional<SimulationFailure> runMoving(Script script) {
    return runMoving(script, new ArrayList<>());
  }

  private static Optional<SimulationFailure> runMoving(Script script, List<String> lines) {
    List<Invariant> invariants = List.of(new BoundOnce());
    UnaryOperator<ProducerRecord<String, byte[]>> moving = WireBugs.movingPods();
    try {
      Simulation.run(script, new Simulation.Setting(moving, invariants, lines::add));
      return Optional.empty();
    } catch (SimulationFailure failure) {
      return failure.invariant().equals("BoundOnce") ? Optional.of(failure) : Optional.empty();
    }
  }
}
