package io.shiplog.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks for the shortest history that fails in the same way: fewer nodes, and step after step left
 * out, first many at once, then few. Every step has dice of its own, so what is left stays nearly
 * what it was.
 */
public final class Shrinker {

  private final Function<Script, Optional<SimulationFailure>> run;
  private int runsLeft;
  private SimulationFailure shortest;

  private Shrinker(
      SimulationFailure failure, Function<Script, Optional<SimulationFailure>> run, int runs) {
    this.shortest = failure;
    this.run = run;
    this.runsLeft = runs;
  }

  /**
   * Shrinks.
   *
   * @param run runs a script; its failure, if it fails
   * @param runs how many scripts to try at most
   * @return the failure of the shortest script found
   */
  public static SimulationFailure shrink(
      SimulationFailure failure, Function<Script, Optional<SimulationFailure>> run, int runs) {
    Shrinker shrinker = new Shrinker(failure, run, runs);
    shrinker.dropWhatCameAfter();
    shrinker.dropNodes();
    shrinker.dropSteps();
    return shrinker.shortest;
  }

  private void dropWhatCameAfter() {
    List<Integer> later = left().stream().filter(step -> step > shortest.step()).toList();
    attempt(shortest.script().without(shortest.script().without().with(later)));
  }

  private void dropNodes() {
    for (int nodes = 1; nodes < shortest.script().shape().mostNodes; nodes++) {
      if (attempt(shortest.script().withNodes(nodes))) {
        return;
      }
    }
  }

  private void dropSteps() {
    for (int size = Math.max(1, left().size() / 2); size >= 1; size = size / 2) {
      List<Integer> steps = left();
      for (int from = 0; from < steps.size() && runsLeft > 0; from += size) {
        List<Integer> chunk = steps.subList(from, Math.min(from + size, steps.size()));
        attempt(shortest.script().without(shortest.script().without().with(chunk)));
      }
    }
  }

  private List<Integer> left() {
    List<Integer> left = new ArrayList<>();
    for (int step = 1; step <= shortest.script().shape().steps; step++) {
      if (!shortest.script().without().contains(step)) {
        left.add(step);
      }
    }
    return left;
  }

  private boolean attempt(Script script) {
    if (runsLeft <= 0 || script.equals(shortest.script())) {
      return false;
    }
    runsLeft--;
    Optional<SimulationFailure> failure =
        run.apply(script).filter(f -> f.invariant().equals(shortest.invariant()));
    failure.ifPresent(found -> shortest = found);
    return failure.isPresent();
  }
}
