package io.shiplog.simulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The steps of a simulation: dice say who moves, how far, and what goes wrong. */
final class Steps {

  private final Script script;
  private final Cluster cluster;
  private final Trace trace;
  private final Faults faults;
  private final EnumMap<Move, Integer> mood = new EnumMap<>(Move.class);
  private final int sum;

  private enum Move {
    USERS,
    LEDGER,
    SERVICE,
    NODE,
    GATEWAY,
    TIME,
    FAULT,
    ROUND,
    QUIET
  }

  Steps(Script script, Cluster cluster) {
    this.script = script;
    this.cluster = cluster;
    this.trace = cluster.trace;
    this.faults = new Faults(cluster);
    setMood(Dice.of(script.seed(), 0));
    this.sum = mood.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Each history has a mood of its own: some are busy, some are slow, some are full of faults. */
  private void setMood(Dice dice) {
    if (script.shape() == Shape.STEADY) {
      mood.put(Move.USERS, 16);
      mood.put(Move.FAULT, 4);
      mood.put(Move.ROUND, 80);
      return;
    }
    mood.put(Move.USERS, dice.pick(List.of(6, 12, 20)));
    mood.put(Move.LEDGER, dice.pick(List.of(10, 22, 22)));
    mood.put(Move.SERVICE, dice.pick(List.of(20, 32, 32)));
    mood.put(Move.NODE, dice.pick(List.of(6, 12, 12)));
    mood.put(Move.GATEWAY, dice.pick(List.of(6, 12, 12)));
    mood.put(Move.TIME, dice.pick(List.of(3, 8, 16)));
    mood.put(Move.FAULT, dice.pick(List.of(2, 6, 12)));
    mood.put(Move.ROUND, dice.pick(List.of(0, 2, 6)));
    mood.put(Move.QUIET, dice.pick(List.of(0, 0, 1)));
  }

  /** Somebody moves. */
  void step(int number) {
    Dice dice = Dice.of(script.seed(), number);
    int what = dice.below(sum);
    for (Map.Entry<Move, Integer> chance : mood.entrySet()) {
      what -= chance.getValue();
      if (what < 0) {
        trace.mix(number);
        trace.tell(() -> "step " + number + ", " + chance.getKey());
        make(chance.getKey(), dice);
        return;
      }
    }
  }

  private void make(Move move, Dice dice) {
    switch (move) {
      case USERS -> {
        String what = cluster.users.act(dice);
        trace.tell(() -> "users " + what);
      }
      case LEDGER -> decide(dice);
      case SERVICE -> react(dice);
      case NODE -> {
        FakeNode node = dice.pick(cluster.nodes);
        trace.tell(() -> node.name() + " looks after its pods");
        node.step(dice.between(1, 30));
      }
      case GATEWAY -> pass(dice);
      case TIME -> {
        int millis = dice.percent(95) ? dice.between(1, 3000) : dice.between(3, 60) * 1000;
        letPass(Duration.ofMillis(millis));
      }
      case FAULT -> faults.happen(dice);
      case ROUND -> round(dice);
      case QUIET -> quiet(dice);
    }
  }

  private void letPass(Duration time) {
    trace.tell(() -> "time passes: " + time.toMillis() + " ms");
    cluster.pass(time);
  }

  private void decide(Dice dice) {
    LedgerHost ledger = cluster.ledgers.get(dice.percent(90) ? 0 : dice.between(1, 2));
    int most = dice.percent(50) ? dice.between(1, 5) : 1000;
    trace.tell(() -> "the ledger decides");
    ledger.step(most);
  }

  private void react(Dice dice) {
    ServiceTask task = cluster.task(dice);
    int most = dice.percent(50) ? dice.between(1, 5) : dice.between(5, 200);
    trace.tell(() -> task.name() + " reads up to " + most);
    task.deliver(most);
    int fate = dice.below(10);
    if (fate < 5) {
      task.commit();
    } else if (fate < 9) {
      task.send(dice.between(0, 20));
    }
  }

  private void pass(Dice dice) {
    trace.tell(() -> "the gateway passes on what nodes say");
    cluster.gateway.read(dice.between(1, 100));
    for (FakeNode node : cluster.nodes) {
      cluster.gateway.forward(node.name(), dice.between(0, 20));
    }
    if (dice.percent(60)) {
      cluster.gateway.commit();
    }
    cluster.gateways.getLast().read(dice.between(1, 100));
    cluster.watchers.move(dice);
  }

  /** A few seconds pass, and everybody gets to move once, in one order or the other. */
  private void round(Dice dice) {
    letPass(Duration.ofMillis(dice.between(1000, 5000)));
    boolean servicesFirst = dice.percent(50);
    if (servicesFirst) {
      cluster.reactAll(dice.between(20, 400));
    }
    cluster.sayAll();
    cluster.decideAll();
    cluster.watchers.move(dice);
    if (!servicesFirst) {
      cluster.reactAll(dice.between(20, 400));
    }
  }

  /** Minutes pass in which only those who are away do nothing. */
  private void quiet(Dice dice) {
    int seconds = dice.between(30, 400);
    trace.tell(() -> seconds + " quiet seconds");
    cluster.quiet(Duration.ofSeconds(seconds));
  }
}
