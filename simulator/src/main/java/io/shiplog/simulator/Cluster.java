package io.shiplog.simulator;

import io.shiplog.deployment.decide.DeploymentReactor;
import io.shiplog.gateway.decide.Ledger;
import io.shiplog.gateway.ledger.Bootstrap;
import io.shiplog.model.Catalogue;
import io.shiplog.model.reconcile.Reactor;
import io.shiplog.registry.decide.RegistryReactor;
import io.shiplog.scheduler.decide.SchedulerReactor;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One cluster: everything that moves, and what each of them can do next. */
final class Cluster {

  /** The same for every simulation: building it takes longer than a simulation does. */
  private static final Ledger LEDGER = Ledger.standard();

  /** Warns of every record that is no command, and such records are what it gets here. */
  private static final Logger LEDGER_LOG = Logger.getLogger("io.shiplog.gateway.ledger");

  static {
    LEDGER_LOG.setLevel(Level.SEVERE);
  }

  private static final SecretSeal SEAL = new SecretSeal(new byte[32]);

  final VirtualClock clock = new VirtualClock();
  final Trace trace = new Trace();
  final Dice dice;
  final VirtualLog log;
  final List<LedgerHost> ledgers = new ArrayList<>();
  final List<ServiceTask> tasks = new ArrayList<>();
  final List<FakeNode> nodes = new ArrayList<>();
  final Gateway gateway;
  final Users users;

  Cluster(long seed, UnaryOperator<ProducerRecord<String, byte[]>> wire) {
    this.dice = new Dice(seed);
    this.log = new VirtualLog(clock, trace, wire);
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      ledgers.add(new LedgerHost(shard, LEDGER, SEAL, log));
      addTask("scheduler-service", shard, SchedulerReactor::new);
      addTask("deployment-service", shard, DeploymentReactor::new);
      addTask("service-registry", shard, RegistryReactor::new);
    }
    int count = dice.between(3, 5);
    for (int number = 1; number <= count; number++) {
      nodes.add(new FakeNode(number, log, clock, dice, SEAL));
    }
    this.gateway = new Gateway(log, SEAL);
    this.users = new Users(log, dice, gateway.model(), SEAL);
    Bootstrap.commands().forEach(users::send);
  }

  private void addTask(String service, int shard, Supplier<Reactor> reactors) {
    tasks.add(new ServiceTask(service, shard, reactors, SEAL, log, clock));
  }

  /** Time passes, and everybody who waits for that is told. */
  void pass(Duration time) {
    clock.advance(time);
    tasks.forEach(ServiceTask::tick);
  }

  /** The log cleaner comes round. */
  void compact() {
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      int read = shard == 0 ? gateway.position() : Integer.MAX_VALUE;
      for (ServiceTask task : tasks) {
        read = task.shard() == shard ? Math.min(read, task.committed()) : read;
      }
      log.partition(Topics.OBJECTS, shard).compact(read);
    }
    for (FakeNode node : nodes) {
      log.partition(Topics.desired(node.name()), 0).compact(node.inboxPosition());
    }
  }

  /**
   * Everybody does all that can be done without time passing.
   *
   * @return whether there was anything to do but to say that a node lives
   */
  boolean settle() {
    int before = log.partition(Topics.OBJECTS, Catalogue.MAIN_SHARD).end();
    boolean busy = true;
    for (int round = 0; busy && round < 200; round++) {
      nodes.forEach(node -> node.step(Integer.MAX_VALUE));
      nodes.forEach(node -> gateway.forward(node.name(), Integer.MAX_VALUE));
      ledgers.forEach(ledger -> ledger.step(1000, false));
      gateway.read(Integer.MAX_VALUE);
      tasks.forEach(task -> task.deliver(Integer.MAX_VALUE));
      tasks.forEach(ServiceTask::commit);
      busy = outstanding() > 0;
    }
    gateway.commit();
    return busy || log.partition(Topics.OBJECTS, Catalogue.MAIN_SHARD).end() > before;
  }

  private int outstanding() {
    int lag = gateway.modelLag();
    for (LedgerHost ledger : ledgers) {
      lag += ledger.lag();
    }
    for (ServiceTask task : tasks) {
      lag += task.lag() + task.unsent();
    }
    for (FakeNode node : nodes) {
      lag += node.lag() + gateway.outboxLag(node.name());
    }
    return lag;
  }
}
