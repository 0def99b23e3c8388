package io.shiplog.simulator;

import java.util.List;

/** What goes wrong. */
final class Faults {

  private final Cluster cluster;
  private final Trace trace;

  Faults(Cluster cluster) {
    this.cluster = cluster;
    this.trace = cluster.trace;
  }

  /** Something goes wrong, or what went wrong ends. */
  void happen(Dice dice) {
    switch (dice.below(16)) {
      case 0, 1 -> crash(cluster.task(dice));
      case 2 -> leaveOrReturn(cluster.task(dice));
      case 3 -> {
        trace.tell(() -> "the gateway crashes");
        cluster.gateway.crash();
      }
      case 4, 5 -> breakLedger(dice);
      case 6 -> {
        boolean days = dice.percent(50);
        trace.tell(() -> "the log is compacted" + (days ? ", tombstones, too" : ""));
        cluster.compact(days);
      }
      case 7 -> drift(dice);
      case 8, 9, 10 -> leaveOrReturn(dice.pick(cluster.nodes));
      case 11 -> {
        FakeNode node = dice.pick(cluster.nodes);
        trace.tell(() -> "the agent of " + node.name() + " starts over");
        node.restart();
      }
      case 12 -> {
        FakeNode node = dice.pick(cluster.nodes);
        trace.tell(() -> node.name() + " reboots");
        node.reboot();
      }
      default -> {
        FakeNode node = dice.pick(cluster.nodes);
        trace.tell(() -> "a container of " + node.name() + " ends");
        node.crashSomething(dice);
      }
    }
  }

  private void crash(ServiceTask task) {
    trace.tell(() -> task.name() + " crashes");
    task.crash();
  }

  private void leaveOrReturn(ServiceTask task) {
    trace.tell(() -> task.name() + (task.away() ? " starts over" : " goes away"));
    if (task.away()) {
      task.comeBack();
    } else {
      task.leave();
    }
  }

  private void leaveOrReturn(FakeNode node) {
    trace.tell(() -> node.name() + (node.away() ? " comes back" : " goes away"));
    if (node.away()) {
      node.comeBack();
    } else {
      node.leave();
    }
  }

  private void breakLedger(Dice dice) {
    LedgerHost ledger = dice.pick(cluster.ledgers);
    LedgerHost.Mishap mishap = dice.pick(List.of(LedgerHost.Mishap.values()));
    int after = dice.below(6);
    trace.tell(() -> "the ledger's next batch: " + mishap);
    ledger.prepare(mishap, after);
  }

  private void drift(Dice dice) {
    ProcessClock clock = dice.pick(cluster.clocks);
    int millis = dice.percent(50) ? dice.between(-500, 500) : dice.between(-90_000, 90_000);
    int rate = dice.percent(50) ? 0 : dice.between(-50_000, 50_000);
    trace.tell(() -> "a clock is " + millis + " ms ahead and runs " + rate + " ppm too fast");
    clock.drift(millis, rate);
  }
}
