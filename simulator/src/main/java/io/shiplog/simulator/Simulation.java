package io.shiplog.simulator;

import io.shiplog.model.Catalogue;
import io.shiplog.simulator.invariant.Invariant;
import io.shiplog.simulator.invariant.Invariants;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One history, from one script: a stormy part, in which users act and everything goes wrong, and a
 * calm one, in which the cluster must come to what was desired. Invariants are checked after every
 * step.
 */
public final class Simulation {

  private static final Duration PATIENCE = Duration.ofMinutes(40);

  private final Script script;
  private final Cluster cluster;
  private final Steps steps;
  private final Observer observer;
  private final Sightings sightings;
  private final List<Invariant> invariants;
  private int step;

  /**
   * What a simulation was.
   *
   * @param hash of everything that happened
   * @param steps how many
   * @param facts how often an object of the main shard was written
   * @param time how much time passed in it
   * @param tally what happened in it
   */
  public record Result(long hash, int steps, int facts, Duration time, Tally tally) {}

  /**
   * What differs from an honest run.
   *
   * @param wire what every record passes on its way into the log; null drops it
   * @param invariants fresh ones, which are to hold
   * @param reader gets the history as readable lines; null if nobody wants them
   */
  record Setting(
      UnaryOperator<ProducerRecord<String, byte[]>> wire,
      List<Invariant> invariants,
      Consumer<String> reader) {}

  Simulation(Script script, Setting setting) {
    this.script = script;
    this.invariants = setting.invariants();
    this.cluster = new Cluster(script, new Trace(setting.reader()), setting.wire());
    this.steps = new Steps(script, cluster);
    this.observer = new Observer(cluster);
    this.sightings = new Sightings(cluster.tally);
  }

  /**
   * Runs one.
   *
   * @throws SimulationFailure if an invariant does not hold
   */
  public static Result run(Script script) {
    return run(script, new Setting(UnaryOperator.identity(), Invariants.all(), null));
  }

  /**
   * Runs one and tells it.
   *
   * @param reader gets the history as readable lines
   * @throws SimulationFailure if an invariant does not hold
   */
  public static Result run(Script script, Consumer<String> reader) {
    return run(script, new Setting(UnaryOperator.identity(), Invariants.all(), reader));
  }

  Cluster cluster() {
    return cluster;
  }

  /** Makes one step of the stormy part. */
  void step(int number) {
    step = number;
    guarded(() -> steps.step(number));
  }

  static Result run(Script script, Setting setting) {
    return new Simulation(script, setting).run();
  }

  private Result run() {
    Instant start = cluster.clock.now();
    for (int number = 1; number <= script.shape().steps; number++) {
      if (!script.without().contains(number)) {
        step(number);
      }
    }
    step = script.shape().steps + 1;
    calm();
    return new Result(
        cluster.trace.hash(),
        step,
        cluster.log.partition(Topics.OBJECTS, Catalogue.MAIN_SHARD).end(),
        Duration.between(start, cluster.clock.now()),
        cluster.tally);
  }

  private void observe() {
    observer.catchUp();
    observer.answers().forEach(answer -> cluster.users.hear(answer.outcome()));
    sightings.look(observer);
  }

  /** Makes a move and checks everything. */
  void guarded(Runnable move) {
    attempt("Nobody crashes on what he reads", move);
    attempt("Observer", this::observe);
    check(invariant -> invariant.afterStep(observer))
        .ifPresent(
            broken -> {
              throw failure(broken.name(), broken.what(), null);
            });
  }

  /** Faults are over. Time passes until all is well, or patience ends. */
  private void calm() {
    cluster.trace.tell(() -> "calm begins");
    guarded(
        () -> {
          cluster.mend();
          cluster.settle();
        });
    guarded(cluster.users::makeRoom);
    Instant end = cluster.clock.now().plus(PATIENCE);
    Optional<Broken> broken = Optional.empty();
    boolean busy = true;
    while (cluster.clock.now().isBefore(end)) {
      Duration time = Duration.ofSeconds(busy ? 1 : 10);
      boolean[] moved = new boolean[1];
      guarded(
          () -> {
            cluster.pass(time);
            moved[0] = cluster.settle();
          });
      step++;
      busy = moved[0];
      if (!busy) {
        broken = check(invariant -> invariant.atRest(observer));
        if (broken.isEmpty()) {
          return;
        }
      }
    }
    Broken last = broken.orElse(new Broken("Rest", "the cluster does not come to rest"));
    throw failure(last.name(), last.what(), null);
  }

  private record Broken(String name, String what) {}

  /** Whatever goes wrong, also in who only looks on, people are told the seed and the step. */
  private void attempt(String name, Runnable move) {
    try {
      move.run();
    } catch (RuntimeException | Error e) {
      throw failure(name, e.toString(), e);
    }
  }

  private Optional<Broken> check(Function<Invariant, Optional<String>> look) {
    List<Broken> broken = new ArrayList<>(1);
    for (Invariant invariant : invariants) {
      String name = invariant.getClass().getSimpleName();
      attempt(
          name, () -> look.apply(invariant).ifPresent(what -> broken.add(new Broken(name, what))));
      if (!broken.isEmpty()) {
        break;
      }
    }
    return broken.stream().findFirst();
  }

  private SimulationFailure failure(String name, String what, Throwable cause) {
    return new SimulationFailure(script, name, step, what, cause);
  }
}
