package io.shiplog.simulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One step of a simulation: the dice say who moves, how far, and what goes wrong. */
final class Steps {

  private final Cluster cluster;
  private final Dice dice;
  private final Trace trace;
  private final EnumMap<Move, Integer> mood = new EnumMap<>(Move.class);

  private enum Move {
    USERS,
    LEDGER,
    SERVICE,
    NODE,
    GATEWAY,
    TIME,
    FAULT
  }

  Steps(Cluster cluster) {
    this.cluster = cluster;
    this.dice = cluster.dice;
    this.trace = cluster.trace;
    // Each history has a mood of its own: some are busy, some are slow, some are full of faults.
    mood.put(Move.USERS, dice.pick(List.of(4, 8, 16)));
    mood.put(Move.LEDGER, dice.pick(List.of(10, 22, 22)));
    mood.put(Move.SERVICE, dice.pick(List.of(20, 32, 32)));
    mood.put(Move.NODE, dice.pick(List.of(6, 12, 12)));
    mood.put(Move.GATEWAY, dice.pick(List.of(6, 12, 12)));
    mood.put(Move.TIME, dice.pick(List.of(3, 8, 16)));
    mood.put(Move.FAULT, dice.pick(List.of(2, 6, 12)));
  }

  /** Somebody moves. */
  void step() {
    int what = dice.below(mood.values().stream().mapToInt(Integer::intValue).sum());
    for (Map.Entry<Move, Integer> chance : mood.entrySet()) {
      what -= chance.getValue();
      if (what < 0) {
        make(chance.getKey());
        return;
      }
    }
  }

  private void make(Move move) {
    switch (move) {
      case USERS -> {
        trace.add("users act");
        cluster.users.act();
      }
      case LEDGER -> decide();
      case SERVICE -> react();
      case NODE -> {
        FakeNode node = dice.pick(cluster.nodes);
        trace.add(node.name() + " looks after its pods");
        node.step(dice.between(1, 30));
      }
      case GATEWAY -> pass();
      case TIME -> time();
      case FAULT -> fault();
    }
  }

  private void decide() {
    LedgerHost ledger = cluster.ledgers.get(dice.percent(90) ? 0 : dice.between(1, 2));
    boolean crash = dice.percent(3);
    int most = dice.percent(50) ? dice.between(1, 5) : 1000;
    trace.add("the ledger decides" + (crash ? " and ends before it commits" : ""));
    ledger.step(most, crash);
  }

  private void react() {
    ServiceTask task = task();
    int most = dice.percent(50) ? dice.between(1, 5) : dice.between(5, 200);
    trace.add(task.name() + " reads up to " + most);
    task.deliver(most);
    int fate = dice.below(10);
    if (fate < 5) {
      task.commit();
    } else if (fate < 9) {
      task.send(dice.between(0, 20));
    }
  }

  private ServiceTask task() {
    return cluster.tasks.get(dice.percent(85) ? dice.below(3) : dice.below(cluster.tasks.size()));
  }

  private void pass() {
    trace.add("the gateway passes on what nodes say");
    cluster.gateway.read(dice.between(1, 100));
    for (FakeNode node : cluster.nodes) {
      cluster.gateway.forward(node.name(), dice.between(0, 20));
    }
    if (dice.percent(60)) {
      cluster.gateway.commit();
    }
  }

  private void time() {
    int millis = dice.percent(95) ? dice.between(1, 3000) : dice.between(3, 60) * 1000;
    trace.add("time passes: " + millis + " ms");
    cluster.pass(Duration.ofMillis(millis));
  }

  private void fault() {
    FakeNode node = dice.pick(cluster.nodes);
    switch (dice.below(12)) {
      case 0, 1, 2 -> {
        ServiceTask task = task();
        trace.add(task.name() + " crashes");
        task.crash();
      }
      case 3 -> {
        trace.add("the intake crashes");
        cluster.gateway.crash();
      }
      case 4 -> {
        trace.add("the ledger starts over");
        dice.pick(cluster.ledgers).restart();
      }
      case 5 -> {
        trace.add("the log is compacted");
        cluster.compact();
      }
      case 6, 7 -> {
        trace.add(node.name() + (node.away() ? " comes back" : " goes away"));
        if (node.away()) {
          node.comeBack();
        } else {
          node.leave();
        }
      }
      case 8 -> {
        trace.add("the agent of " + node.name() + " starts over");
        node.restart();
      }
      case 9 -> {
        trace.add(node.name() + " reboots");
        node.reboot();
      }
      default -> {
        trace.add("a container of " + node.name() + " ends");
        node.crashSomething();
      }
    }
  }
}
