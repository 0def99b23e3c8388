package io.shiplog.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What goes wrong: the table of faults, and how often each comes. */
final class Faults {

  /**
   * A row.
   *
   * @param deed has it happen; false where there is nothing for it to happen to
   */
  private record Fault(String name, int weight, Deed deed) {

    interface Deed {
      boolean happens(Dice dice);
    }
  }

  private final Cluster cluster;
  private final Trace trace;
  private final Weighted<Fault> faults;

  Faults(Cluster cluster) {
    this.cluster = cluster;
    this.trace = cluster.trace;
    List<Fault> table =
        List.of(
            new Fault("a service crashes", 20, this::crashService),
            new Fault("a service goes away", 10, this::serviceLeaves),
            new Fault("a service comes back", 5, this::serviceReturns),
            new Fault("a gateway crashes", 6, this::crashGateway),
            new Fault("a gateway is cut off from the log", 5, this::gatewayLeaves),
            new Fault("a gateway reaches the log again", 3, this::gatewayReturns),
            new Fault("a ledger's batch ends badly", 20, this::breakLedger),
            new Fault("the log is compacted", 10, this::compact),
            new Fault("a clock goes wrong", 10, this::drift),
            new Fault("a node goes away", 16, this::nodeLeaves),
            new Fault("a node comes back", 12, this::nodeReturns),
            new Fault("a node is away for minutes", 2, this::nodeIsLongAway),
            new Fault("an agent starts over", 10, this::restartAgent),
            new Fault("a node reboots", 10, this::reboot),
            new Fault("a container ends by itself", 40, this::crashContainer),
            new Fault("a container is not ready for a while", 16, this::ailContainer),
            new Fault("a node talks nonsense", 10, this::sendGarbage));
    this.faults = new Weighted<>(table, Fault::weight);
    table.forEach(fault -> cluster.tally.expect(fault.name()));
  }

  /** Something goes wrong, or what went wrong ends. */
  void happen(Dice dice) {
    Fault fault = faults.pick(dice);
    trace.tell(fault::name);
    if (fault.deed().happens(dice)) {
      cluster.tally.count(fault.name());
    }
  }

  private boolean crashService(Dice dice) {
    ServiceTask task = cluster.task(dice);
    trace.tell(task::name);
    task.crash();
    return !task.away();
  }

  private boolean serviceLeaves(Dice dice) {
    ServiceTask task = cluster.task(dice);
    if (task.away()) {
      return false;
    }
    trace.tell(task::name);
    task.leave();
    return true;
  }

  /** Any that is away: they would rarely be met by chance. */
  private boolean serviceReturns(Dice dice) {
    List<ServiceTask> away = cluster.tasks.stream().filter(ServiceTask::away).toList();
    if (away.isEmpty()) {
      return false;
    }
    ServiceTask task = dice.pick(away);
    trace.tell(task::name);
    task.comeBack();
    return true;
  }

  private boolean crashGateway(Dice dice) {
    Gateway gateway = dice.pick(cluster.gateways);
    trace.tell(gateway.reading()::name);
    boolean wasThere = !gateway.reading().away();
    gateway.crash();
    if (dice.percent(30)) {
      gateway.reading().leave();
    }
    return wasThere;
  }

  private boolean gatewayLeaves(Dice dice) {
    ModelHost model = dice.pick(cluster.gateways).reading();
    if (model.away()) {
      return false;
    }
    trace.tell(model::name);
    model.leave();
    return true;
  }

  private boolean gatewayReturns(Dice dice) {
    List<ModelHost> away =
        cluster.gateways.stream().map(Gateway::reading).filter(ModelHost::away).toList();
    if (away.isEmpty()) {
      return false;
    }
    ModelHost model = dice.pick(away);
    trace.tell(model::name);
    model.comeBack();
    return true;
  }

  private boolean breakLedger(Dice dice) {
    LedgerHost ledger = dice.pick(cluster.ledgers);
    LedgerHost.Mishap mishap = dice.pick(List.of(LedgerHost.Mishap.values()));
    trace.tell(mishap::name);
    ledger.prepare(mishap, dice.below(6));
    return true;
  }

  private boolean compact(Dice dice) {
    boolean days = dice.percent(50);
    trace.tell(() -> days ? "tombstones go, too" : "tombstones stay");
    cluster.compact(days);
    return true;
  }

  private boolean drift(Dice dice) {
    ProcessClock clock = dice.pick(cluster.clocks);
    int millis = dice.percent(50) ? dice.between(-500, 500) : dice.between(-90_000, 90_000);
    int rate = dice.percent(50) ? 0 : dice.between(-50_000, 50_000);
    trace.tell(() -> "a clock is " + millis + " ms ahead and runs " + rate + " ppm too fast");
    clock.drift(millis, rate);
    return true;
  }

  private boolean nodeLeaves(Dice dice) {
    FakeNode node = dice.pick(cluster.nodes);
    if (node.away()) {
      return false;
    }
    trace.tell(node::name);
    node.leave();
    return true;
  }

  private boolean nodeReturns(Dice dice) {
    List<FakeNode> away = cluster.nodes.stream().filter(FakeNode::away).toList();
    if (away.isEmpty()) {
      return false;
    }
    FakeNode node = dice.pick(away);
    trace.tell(node::name);
    node.comeBack();
    return true;
  }

  /** Long enough for its lease to run out, and then for the patience of its pods. */
  private boolean nodeIsLongAway(Dice dice) {
    FakeNode node = dice.pick(cluster.nodes);
    trace.tell(node::name);
    node.leave();
    cluster.quiet(Duration.ofSeconds(dice.between(340, 420)));
    return true;
  }

  private boolean restartAgent(Dice dice) {
    FakeNode node = dice.pick(cluster.nodes);
    trace.tell(node::name);
    node.restart();
    return true;
  }

  private boolean reboot(Dice dice) {
    FakeNode node = dice.pick(cluster.nodes);
    trace.tell(node::name);
    node.reboot();
    return true;
  }

  private boolean crashContainer(Dice dice) {
    FakeNode node = dice.pick(cluster.nodes);
    trace.tell(node::name);
    return node.crashSomething(dice);
  }

  private boolean ailContainer(Dice dice) {
    FakeNode node = dice.pick(cluster.nodes);
    trace.tell(node::name);
    return node.ailSomething(dice);
  }

  /** Records in an outbox that mean nothing, or ask for what a node may not. */
  private boolean sendGarbage(Dice dice) {
    FakeNode node = dice.pick(cluster.nodes);
    trace.tell(node::name);
    byte[] value =
        switch (dice.below(4)) {
          case 0 -> dice.bytes(dice.below(40));
          case 1 -> null;
          case 2 -> "{\"operations\":[]}".getBytes(StandardCharsets.UTF_8);
          default ->
              "{\"operations\":[{\"verb\":\"DELETE\",\"key\":\"deployments.apps/default/web\"}]}"
                  .getBytes(StandardCharsets.UTF_8);
        };
    node.sendGarbage(value);
    return true;
  }
}
