package io.shiplog.simulator;

import io.shiplog.deployment.decide.WorkloadControllers;
import io.shiplog.ledger.decide.Ledger;
import io.shiplog.ledger.runtime.Bootstrap;
import io.shiplog.model.Catalogue;
import io.shiplog.model.command.Command;
import io.shiplog.model.reconcile.Reactor;
import io.shiplog.registry.decide.RegistryControllers;
import io.shiplog.scheduler.decide.SchedulerReactor;
import io.shiplog.simulator.user.Users;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import io.shiplog.topics.streams.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One cluster: everything that moves, and what each of them can do next. */
final class Cluster {

  private static final int SERVICES = 3;
  private static final Duration TICK = Duration.ofSeconds(10);

  /** The same for every simulation: building it takes longer than a simulation does. */
  private static final Ledger LEDGER = Ledger.standard();

  /** Warns of every record that is no command, and such records are what it gets here. */
  private static final Logger LEDGER_LOG = Logger.getLogger("io.shiplog.ledger.runtime");

  static {
    LEDGER_LOG.setLevel(Level.SEVERE);
  }

  private static final int GATEWAYS = 2;

  /** Whose dice give nonces: no step has this number. */
  private static final long NONCES = -2;

  /** And whose, less the gateway's number, say how many events a gateway keeps. */
  private static final long WINDOWS = -2;

  final VirtualClock clock = new VirtualClock();
  final Trace trace;
  final Tally tally = new Tally();
  final VirtualLog log;
  final List<ProcessClock> clocks = new ArrayList<>();
  final List<LedgerHost> ledgers = new ArrayList<>();
  final List<ServiceTask> tasks = new ArrayList<>();
  final List<FakeNode> nodes = new ArrayList<>();
  final List<Gateway> gateways = new ArrayList<>();

  /** The one that passes on what nodes say, and where users look. */
  final Gateway gateway;

  final Watchers watchers;
  private final ProcessClock clockOfUsers;
  private final CommandRecords commands;
  final Users users;
  private final SecretSeal seal;

  Cluster(Script script, Trace trace, UnaryOperator<ProducerRecord<String, byte[]>> wire) {
    this.trace = trace;
    this.seal = new SecretSeal(new byte[32], Dice.of(script.seed(), NONCES)::fill);
    this.log = new VirtualLog(trace, seal, wire);
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      ledgers.add(new LedgerHost(shard, LEDGER, seal, log, newClock()));
      addTask("scheduler-service", shard, SchedulerReactor::new, PublishedInLog.inboxes(log));
      addTask(
          "deployment-service",
          shard,
          () -> WorkloadControllers.reactor(Optional.of("CA")),
          Published.NOTHING);
      addTask("service-registry", shard, RegistryControllers::reactor, PublishedInLog.routes(log));
    }
    Shape shape = script.shape();
    int drawn = Dice.of(script.seed(), -1).between(shape.fewestNodes, shape.mostNodes);
    int count = script.nodes() > 0 ? script.nodes() : drawn;
    for (int number = 1; number <= count; number++) {
      nodes.add(new FakeNode(number, log, newClock(), script.seed(), seal));
    }
    for (int number = 1; number <= GATEWAYS; number++) {
      int window = Dice.of(script.seed(), WINDOWS - number).pick(List.of(20, 200, 10_000));
      gateways.add(new Gateway(number, window, log, newClock(), seal));
    }
    this.gateway = gateways.getFirst();
    this.watchers = new Watchers(gateways, log, trace);
    this.clockOfUsers = newClock();
    this.commands = new CommandRecords(seal);
    Bootstrap.commands().forEach(this::send);
    this.users =
        new Users(record -> log.append("user", clockOfUsers, record), gateway::model, seal, tally);
    users.begin();
  }

  /** Sends a command as it is, as one of its users. */
  void send(Command command) {
    log.append("user", clockOfUsers, commands.toCommands(command));
  }

  private ProcessClock newClock() {
    ProcessClock made = new ProcessClock(clock);
    clocks.add(made);
    return made;
  }

  private void addTask(String service, int shard, Supplier<Reactor> reactors, Published published) {
    tasks.add(new ServiceTask(service, shard, reactors, published, seal, log, newClock()));
  }

  /** Some task of a service, mostly one of the shard where most happens. */
  ServiceTask task(Dice dice) {
    return tasks.get(dice.percent(85) ? dice.below(SERVICES) : dice.below(tasks.size()));
  }

  /** Time passes, and everybody who waits for that is told. */
  void pass(Duration time) {
    clock.advance(time);
    tasks.forEach(ServiceTask::tick);
  }

  /**
   * The log cleaner comes round. What readers that run have not read is too young for it (Kafka's
   * {@code min.compaction.lag.ms}); who is away may be so for longer than that.
   *
   * @param days whether who is away is so for longer than tombstones are kept, too
   */
  void compact(boolean days) {
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      int running = Integer.MAX_VALUE;
      int all = running;
      for (Gateway one : gateways) {
        ModelHost model = one.reading();
        running = model.away() ? running : Math.min(running, model.position(shard));
        all = Math.min(all, model.position(shard));
      }
      for (ServiceTask task : tasks) {
        if (task.shard() == shard) {
          running = task.away() ? running : Math.min(running, task.position());
          all = Math.min(all, task.committed());
        }
      }
      log.partition(Topics.OBJECTS, shard).compact(running, days ? running : all);
    }
    gateways.stream().map(Gateway::reading).filter(ModelHost::away).forEach(ModelHost::overtake);
    compactForNodes(days);
  }

  private void compactForNodes(boolean days) {
    int routes = Integer.MAX_VALUE;
    for (FakeNode node : nodes) {
      boolean misses = days && node.away();
      if (misses) {
        node.stayAwayForDays();
      }
      int read = misses ? Integer.MAX_VALUE : node.inboxPosition();
      log.partition(Topics.desired(node.name()), 0).compact(read, read);
      routes = misses ? routes : Math.min(routes, node.routesPosition());
    }
    log.partition(Topics.ROUTES, 0).compact(routes, routes);
  }

  /** Whoever is away comes back, and nodes have room. Clocks stay as wrong as they are. */
  void mend() {
    nodes.forEach(FakeNode::grow);
    nodes.forEach(FakeNode::comeBack);
    gateways.forEach(one -> one.reading().comeBack());
    tasks.stream().filter(ServiceTask::away).forEach(ServiceTask::comeBack);
  }

  /** Nodes look after their pods, and the gateway passes on what they say. */
  void sayAll() {
    for (FakeNode node : nodes) {
      node.step(Integer.MAX_VALUE);
      gateway.forward(node.name(), Integer.MAX_VALUE);
    }
  }

  /** The ledgers decide all that is there, and the gateways read what came of it. */
  void decideAll() {
    ledgers.forEach(ledger -> ledger.step(1000));
    gateways.forEach(one -> one.read(Integer.MAX_VALUE));
    gateway.commit();
  }

  /** Every service reads up to so many records and sends what it has to. */
  void reactAll(int most) {
    for (ServiceTask task : tasks) {
      task.deliver(most);
      task.commit();
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
      sayAll();
      decideAll();
      watchers.hearAll();
      reactAll(Integer.MAX_VALUE);
      busy = outstanding() > 0;
    }
    return busy || log.partition(Topics.OBJECTS, Catalogue.MAIN_SHARD).end() > before;
  }

  /** So much time passes, in which only those who are away do nothing. */
  void quiet(Duration time) {
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(TICK)) {
      pass(TICK);
      settle();
    }
  }

  private int outstanding() {
    int lag = gateways.stream().mapToInt(Gateway::modelLag).sum();
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
