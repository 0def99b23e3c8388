package io.shiplog.simulator;

import io.shiplog.agent.decide.Observed.Container;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.UserInfo;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.SecretSeal;
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
  private final VirtualClock clock;
  private final Dice dice;
  private final SecretSeal seal;
  private final CommandRecords commands;
  private final NodeReports reports;
  private final Map<String, KubeObject> podsByKey = new TreeMap<>();
  private final Map<String, KubeObject> podsByUid = new HashMap<>();
  private final TreeMap<String, FakePod> workers = new TreeMap<>();
  private final Map<String, KubeObject> routes = new HashMap<>();
  private final List<Operation> said = new ArrayList<>();
  private boolean away;
  private int inboxPosition;
  private int inboxEnd;
  private int routesPosition;
  private int sent;

  FakeNode(int number, VirtualLog log, VirtualClock clock, Dice dice, SecretSeal seal) {
    this.name = "node-" + number;
    this.runtime = new FakeRuntime(number);
    this.log = log;
    this.clock = clock;
    this.dice = dice;
    this.seal = seal;
    this.commands = new CommandRecords(seal);
    this.reports = new NodeReports(name, number);
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

  void comeBack() {
    away = false;
  }

  /** The agent starts over: it has what the runtime has, and reads its topics from the start. */
  void restart() {
    podsByKey.clear();
    podsByUid.clear();
    workers.clear();
    routes.clear();
    reports.forget();
    inboxPosition = 0;
    routesPosition = 0;
    inboxEnd = inbox().end();
  }

  /** The machine starts over, and the agent with it. */
  void reboot() {
    runtime.reboot(clock.now());
    restart();
  }

  int lag() {
    return inbox().end() - inboxPosition + routes().end() - routesPosition;
  }

  /** The offset in the inbox from which on it must not lose tombstones. */
  int inboxPosition() {
    return inboxPosition;
  }

  private VirtualPartition inbox() {
    return log.partition(Topics.desired(name), 0);
  }

  private VirtualPartition routes() {
    return log.partition(Topics.ROUTES, 0);
  }

  /** Some container of this node ends by itself. */
  void crashSomething() {
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
    List<ConsumerRecord<String, byte[]>> entries = inbox().read(inboxPosition, most);
    entries.forEach(this::take);
    inboxPosition = inbox().after(entries);
    List<ConsumerRecord<String, byte[]>> changed = routes().read(routesPosition, most);
    changed.forEach(this::takeRoute);
    routesPosition = routes().after(changed);
    runtime.advance(clock.now());
    reports.report(clock.now(), said);
    lookAfterPods();
    say();
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    ObjectKey key = ObjectKey.parse(record.key());
    byte[] value = seal.open(record.value());
    KubeObject object = value == null ? null : new KubeObject(Json.parseObject(value));
    if (key.resource().equals(Catalogue.NODES.qualifiedName())) {
      reports.node(object);
    } else if (key.resource().equals(Catalogue.PODS.qualifiedName())) {
      KubeObject before =
          object == null ? podsByKey.remove(record.key()) : podsByKey.put(record.key(), object);
      if (before != null) {
        podsByUid.remove(before.uid());
      }
      if (object != null) {
        podsByUid.put(object.uid(), object);
      }
    }
  }

  private void takeRoute(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      routes.remove(record.key());
    } else {
      routes.put(record.key(), new KubeObject(Json.parseObject(record.value())));
    }
  }

  private void lookAfterPods() {
    TreeSet<String> uids = new TreeSet<>(podsByUid.keySet());
    uids.addAll(runtime.pods());
    workers.keySet().removeIf(uid -> !uids.contains(uid));
    for (String uid : uids) {
      FakePod worker =
          workers.computeIfAbsent(uid, id -> new FakePod(id, reports.hostIp(), runtime, dice));
      worker.look(
          new FakePod.Surroundings(
              podsByUid.get(uid), inboxPosition >= inboxEnd, this::inService, clock.now()),
          said);
    }
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
      log.append(name, commands.toOutbox(name, command));
    }
    said.clear();
  }
}
