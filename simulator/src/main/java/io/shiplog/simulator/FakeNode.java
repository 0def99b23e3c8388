package io.shiplog.simulator;

import io.shiplog.agent.decide.Observed.Container;
import io.shiplog.model.Catalogue;
import io.shiplog.model.InboxRollCall;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.UserInfo;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.TopicEntries;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A node: a container runtime in memory, and an agent that decides with the real agent's rules. The
 * agent can be away, can forget everything and start over; the runtime stays, unless the machine
 * reboots.
 */
final class FakeNode {

  private final String name;
  private final FakeRuntime runtime;
  private final VirtualLog log;
  private final ProcessClock clock;
  private final long seed;
  private final CommandRecords commands;
  private final NodeReports reports;
  private final Map<String, KubeObject> podsByKey = new TreeMap<>();
  private final Map<String, KubeObject> podsByUid = new HashMap<>();
  private final TreeMap<String, FakePod> workers = new TreeMap<>();

  /** The runtime's version at which a pod that waits for nothing was last looked at. */
  private final Map<String, Integer> calm = new HashMap<>();

  private final Map<String, KubeObject> routes = new HashMap<>();
  private final List<Operation> said = new ArrayList<>();
  private TreeSet<String> uids;
  private int uidsAt;
  private boolean away;
  private TopicEntries<KubeObject> entries;
  private TopicEntries<KubeObject> routeEntries;
  private int inboxPosition;
  private int inboxEnd;
  private int routesEnd;
  private boolean complete;
  private boolean days;
  private int routesPosition;
  private int sent;

  FakeNode(int number, VirtualLog log, ProcessClock clock, long seed, SecretSeal seal) {
    this.name = "node-" + number;
    this.runtime = new FakeRuntime(number);
    this.log = log;
    this.clock = clock;
    this.seed = seed;
    this.commands = new CommandRecords(seal);
    this.reports = new NodeReports(name, number);
    restart();
  }

  String name() {
    return name;
  }

  FakeRuntime runtime() {
    return runtime;
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
      readFromStart();
    }
    days = false;
  }

  /** The agent starts over: it has what the runtime has, and reads its topics from the start. */
  void restart() {
    podsByKey.clear();
    podsByUid.clear();
    uids = null;
    workers.clear();
    calm.clear();
    routes.clear();
    reports.forget();
    complete = false;
    entries = new TopicEntries<>(this::take);
    routeEntries = new TopicEntries<>(this::route);
    readFromStart();
  }

  private void readFromStart() {
    inboxPosition = 0;
    routesPosition = 0;
    inboxEnd = inbox().end();
    routesEnd = routes().end();
    entries.begin();
    routeEntries.begin();
  }

  /** The machine starts over, and the agent with it. */
  void reboot() {
    runtime.reboot(clock.now());
    restart();
  }

  int lag() {
    return away ? 0 : inbox().end() - inboxPosition + routes().end() - routesPosition;
  }

  /** The first offset in the inbox that it has not read. */
  int inboxPosition() {
    return inboxPosition;
  }

  /** The first offset in the routes that it has not read. */
  int routesPosition() {
    return routesPosition;
  }

  private VirtualPartition inbox() {
    return log.partition(Topics.desired(name), 0);
  }

  private VirtualPartition routes() {
    return log.partition(Topics.ROUTES, 0);
  }

  /** Some container of this node ends by itself. */
  void crashSomething(Dice dice) {
    List<Container> running = runtime.containers().stream().filter(Container::running).toList();
    if (!running.isEmpty()) {
      runtime.crash(dice.pick(running).id(), clock.now());
    }
  }

  /** Reads up to so many records of each topic, looks after every pod, says what is to be said. */
  void step(int most) {
    if (away) {
      return;
    }
    hearInbox(most);
    hearRoutes(most);
    runtime.advance(clock.now());
    reports.report(clock.now(), said);
    lookAfterPods();
    say();
  }

  private void hearInbox(int most) {
    List<ConsumerRecord<String, byte[]>> records = inbox().read(inboxPosition, most);
    records.forEach(this::hear);
    inboxPosition = inbox().after(records);
    if (entries.reading() && inboxPosition >= inboxEnd) {
      entries.finish();
      complete = true;
    }
  }

  private void hear(ConsumerRecord<String, byte[]> record) {
    KubeObject object = log.object(record.value());
    if (record.key().equals(InboxRollCall.KEY)) {
      InboxRollCall.missing(object.json(), entries.keys())
          .forEach(gone -> entries.hear(gone, null));
    } else {
      entries.hear(record.key(), object);
    }
  }

  private void hearRoutes(int most) {
    List<ConsumerRecord<String, byte[]>> records = routes().read(routesPosition, most);
    records.forEach(record -> routeEntries.hear(record.key(), log.object(record.value())));
    routesPosition = routes().after(records);
    if (routeEntries.reading() && routesPosition >= routesEnd) {
      routeEntries.finish();
    }
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
        calm.remove(before.uid());
      }
      if (object != null) {
        podsByUid.put(object.uid(), object);
        calm.remove(object.uid());
      }
    }
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
      if (calm.getOrDefault(uid, -1) == runtime.version()) {
        continue;
      }
      FakePod worker = workers.computeIfAbsent(uid, this::worker);
      worker.look(
          new FakePod.Surroundings(podsByUid.get(uid), complete, this::inService, clock.now()),
          said);
      if (worker.calm()) {
        calm.put(uid, runtime.version());
      } else {
        calm.remove(uid);
      }
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
