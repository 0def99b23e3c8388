package io.shiplog.simulator;

import io.shiplog.agent.decide.Observed.Container;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.UserInfo;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A node: a container runtime in memory, and an agent that decides with the real agent's rules. The
 * agent can be away, can forget everything and start over; the runtime stays, unless the machine
 * reboots.
 */
final class FakeNode {

  /** Below this are the numbers of the dice that say how much room nodes have. */
  private static final int ROOMS = -2;

  private final String name;
  private final FakeRuntime runtime;
  private final VirtualLog log;
  private final ProcessClock clock;
  private final long seed;
  private final CommandRecords commands;
  private final NodeReports reports;
  private final FakeFeed inbox;
  private final FakeFeed routesFeed;
  private final Map<String, KubeObject> podsByKey = new TreeMap<>();
  private final Map<String, KubeObject> podsByUid = new HashMap<>();
  private final Map<String, KubeObject> config = new TreeMap<>();
  private final TreeMap<String, FakePod> workers = new TreeMap<>();

  /** The pods that need no look, as their workers sleep. */
  private final Map<String, Rest> resting = new HashMap<>();

  /** A pod rests until a time, or until something happens in the runtime after this version. */
  private record Rest(int version, Instant until) {}

  private final Map<String, KubeObject> routes = new HashMap<>();
  private final List<Operation> said = new ArrayList<>();
  private TreeSet<String> uids;
  private int uidsAt;
  private boolean away;
  private boolean days;
  private int sent;

  FakeNode(int number, VirtualLog log, ProcessClock clock, long seed, SecretSeal seal) {
    this.name = "node-" + number;
    this.runtime = new FakeRuntime(number);
    this.log = log;
    this.clock = clock;
    this.seed = seed;
    this.commands = new CommandRecords(seal);
    this.reports =
        new NodeReports(name, number, NodeReports.Room.drawn(Dice.of(seed, ROOMS - number)));
    this.inbox = new FakeFeed(log, Topics.desired(name), this::take);
    this.routesFeed = new FakeFeed(log, Topics.ROUTES, this::route);
    restart();
  }

  String name() {
    return name;
  }

  FakeRuntime runtime() {
    return runtime;
  }

  /** The ConfigMaps and Secrets it was told of, by key. */
  Map<String, KubeObject> config() {
    return Collections.unmodifiableMap(config);
  }

  boolean away() {
    return away;
  }

  /** The agent hears and says nothing for a while; its containers run on. */
  void leave() {
    away = true;
  }

  /** It is away for longer than tombstones are kept. */
  void stayAwayForDays() {
    days = true;
  }

  /**
   * Goes on from where it was; after days it reads its topics from the start, but forgets nothing.
   */
  void comeBack() {
    away = false;
    if (days) {
      inbox.readAnew();
      routesFeed.readAnew();
    }
    days = false;
  }

  /** The agent starts over: it has what the runtime has, and reads its topics from the start. */
  void restart() {
    podsByKey.clear();
    podsByUid.clear();
    config.clear();
    uids = null;
    workers.clear();
    resting.clear();
    routes.clear();
    reports.forget();
    inbox.start();
    routesFeed.start();
  }

  /** The machine starts over, and the agent with it. */
  void reboot() {
    runtime.reboot(clock.now());
    restart();
  }

  int lag() {
    return away ? 0 : inbox.lag() + routesFeed.lag();
  }

  /** The first offset in the inbox that it has not read. */
  int inboxPosition() {
    return inbox.position();
  }

  /** The first offset in the routes that it has not read. */
  int routesPosition() {
    return routesFeed.position();
  }

  /** Has room for all from now on. */
  void grow() {
    reports.grow();
  }

  /** Some container of this node ends by itself; false if none runs. */
  boolean crashSomething(Dice dice) {
    List<Container> running = runtime.containers().stream().filter(Container::running).toList();
    if (running.isEmpty()) {
      return false;
    }
    runtime.crash(dice.pick(running).id(), clock.now());
    return true;
  }

  /** Writes something into its outbox that no agent writes. */
  void sendGarbage(byte[] value) {
    log.append(name, clock, new ProducerRecord<>(Topics.observed(name), 0, "nonsense", value));
  }

  /** Some container of this node fails its readiness probe for a while; false if none runs. */
  boolean ailSomething(Dice dice) {
    List<Container> running = runtime.containers().stream().filter(Container::running).toList();
    if (running.isEmpty()) {
      return false;
    }
    runtime.ail(dice.pick(running).id(), clock.now().plusSeconds(dice.between(1, 60)));
    return true;
  }

  /** Reads up to so many records of each topic, looks after every pod, says what is to be said. */
  void step(int most) {
    if (away) {
      return;
    }
    boolean knew = inbox.complete();
    inbox.read(most);
    routesFeed.read(most);
    if (inbox.complete() && !knew) {
      // Whatever ran without being desired was left alone until now.
      resting.clear();
    }
    runtime.advance(clock.now());
    reports.report(clock.now(), said);
    lookAfterPods();
    say();
  }

  private void take(String name, KubeObject object) {
    ObjectKey key = ObjectKey.parse(name);
    if (key.resource().equals(Catalogue.NODES.qualifiedName())) {
      reports.node(object);
    } else if (key.resource().equals(Catalogue.PODS.qualifiedName())) {
      uids = null;
      KubeObject before = object == null ? podsByKey.remove(name) : podsByKey.put(name, object);
      if (before != null) {
        podsByUid.remove(before.uid());
        resting.remove(before.uid());
      }
      if (object != null) {
        podsByUid.put(object.uid(), object);
        resting.remove(object.uid());
      }
    } else {
      takeConfig(name, object);
    }
  }

  /** A ConfigMap or Secret: containers that waited for it need wait no longer. */
  private void takeConfig(String name, KubeObject object) {
    if (object == null) {
      config.remove(name);
    } else {
      config.put(name, object);
    }
    resting.clear();
    workers.values().forEach(FakePod::forgiveFailures);
  }

  private Optional<KubeObject> find(String resource, String namespace, String name) {
    return Optional.ofNullable(config.get(resource + "/" + namespace + "/" + name));
  }

  private void route(String key, KubeObject route) {
    if (route == null) {
      routes.remove(key);
    } else {
      routes.put(key, route);
    }
  }

  private void lookAfterPods() {
    if (uids == null || runtime.version() != uidsAt) {
      uids = new TreeSet<>(podsByUid.keySet());
      uids.addAll(runtime.pods());
      uidsAt = runtime.version();
      workers.keySet().removeIf(uid -> !uids.contains(uid));
    }
    for (String uid : uids) {
      Rest rest = resting.get(uid);
      if (rest != null && rest.version == runtime.version() && clock.now().isBefore(rest.until)) {
        continue;
      }
      FakePod worker = workers.computeIfAbsent(uid, this::worker);
      worker.look(
          new FakePod.Surroundings(
              podsByUid.get(uid), inbox.complete(), this::inService, this::find, clock.now()),
          said);
      resting.put(uid, new Rest(runtime.version(), worker.restsUntil()));
    }
  }

  private FakePod worker(String uid) {
    return new FakePod(uid, reports.hostIp(), runtime, Dice.of(seed, uid.hashCode()));
  }

  private boolean inService(String ip) {
    return routes.values().stream()
        .flatMap(route -> route.json().path("endpoints").valueStream())
        .anyMatch(
            endpoint ->
                endpoint.path("ready").asBoolean() && endpoint.path("ip").asText().equals(ip));
  }

  private void say() {
    for (Operation operation : said) {
      sent++;
      Command command = Command.of(name + "-" + sent, UserInfo.node(name), operation);
      log.append(name, clock, commands.toOutbox(name, command));
    }
    said.clear();
  }
}
