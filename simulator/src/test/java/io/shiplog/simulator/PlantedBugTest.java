package io.shiplog.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.simulator.invariant.AcknowledgedWritesStay;
import io.shiplog.simulator.invariant.AddressGivenOnce;
import io.shiplog.simulator.invariant.BoundOnce;
import io.shiplog.simulator.invariant.CollectorSparesTheOwned;
import io.shiplog.simulator.invariant.EndpointsAreReadyPods;
import io.shiplog.simulator.invariant.EveryCommandIsDecidable;
import io.shiplog.simulator.invariant.FinalizersHold;
import io.shiplog.simulator.invariant.InboxesFollowReferences;
import io.shiplog.simulator.invariant.Invariant;
import io.shiplog.simulator.invariant.Invariants;
import io.shiplog.simulator.invariant.MirrorsFollowEndpoints;
import io.shiplog.simulator.invariant.NoOrphans;
import io.shiplog.simulator.invariant.NoOvercommit;
import io.shiplog.simulator.invariant.NodesRunWhatIsWished;
import io.shiplog.simulator.invariant.OneContainerEach;
import io.shiplog.simulator.invariant.OneOutcomeEach;
import io.shiplog.simulator.invariant.ReadModelsFollow;
import io.shiplog.simulator.invariant.ReplicasConverge;
import io.shiplog.simulator.invariant.RolloutBounds;
import io.shiplog.simulator.invariant.StateFollowsFromObjects;
import io.shiplog.simulator.invariant.VersionsRise;
import io.shiplog.simulator.invariant.WatchersHearAll;
import io.shiplog.topics.Headers;
import io.shiplog.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every invariant is shown to fail on the bug it guards against. */
class PlantedBugTest {

  private static final int SEEDS = 25;

  /** A bug, planted on the wire to the log. */
  private interface Bug extends UnaryOperator<ProducerRecord<String, byte[]>> {}

  private record Planted(Supplier<Invariant> invariant, String what, Supplier<Bug> bug) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Planted> bugs() {
    return Stream.of(ofTheLedger(), ofScheduling(), ofControllers(), ofNodes(), ofGateways())
        .flatMap(List::stream);
  }

  private static List<Planted> ofTheLedger() {
    return List.of(
        new Planted(VersionsRise::new, "a counter that starts over", PlantedBugTest::oldCounter),
        new Planted(
            StateFollowsFromObjects::new,
            "an object that is not written as it was decided",
            () -> editing(Topics.OBJECTS, "deployments.apps", "", o -> o.put("stray", 1))),
        new Planted(
            OneOutcomeEach::new,
            "an outcome that gets lost",
            () -> dropping(Topics.OUTCOMES, "user-", "")),
        new Planted(
            EveryCommandIsDecidable::new,
            "a ledger that does not know what to do",
            () ->
                editing(
                    Topics.OUTCOMES,
                    "user-",
                    "\"REJECTED\"",
                    o -> Json.ensure(o, "status").put("code", 500))),
        new Planted(
            AcknowledgedWritesStay::new,
            "a write that is acknowledged and gets lost",
            () -> dropping(Topics.OBJECTS, "deployments.apps", "")),
        new Planted(
            FinalizersHold::new,
            "a ledger that deletes what is held",
            PlantedBugTest::noFinalizers),
        new Planted(
            AddressGivenOnce::new,
            "an allocator with one address",
            () ->
                editing(
                    Topics.OBJECTS,
                    "services/",
                    "",
                    o -> Json.ensure(o, "spec").put("clusterIP", "10.96.0.77"))));
  }

  private static List<Planted> ofScheduling() {
    return List.of(
        new Planted(BoundOnce::new, "a pod that moves", () -> PlantedBugTest.movingPods()::apply),
        new Planted(
            NoOvercommit::new, "a scheduler that knows one node only", PlantedBugTest::fullNode));
  }

  private static List<Planted> ofControllers() {
    return List.of(
        new Planted(
            ReplicasConverge::new,
            "a ReplicaSet that makes no pods",
            () -> dropping(Topics.COMMANDS, "pods/", "\"fieldManager\":\"replicaset-controller\"")),
        new Planted(
            RolloutBounds::new,
            "a controller that knows no bounds",
            () -> editing(Topics.COMMANDS, "replicasets", "\"deployment-controller\"", grow())),
        new Planted(
            EndpointsAreReadyPods::new,
            "a route that is not published",
            () -> dropping(Topics.ROUTES, "", "\"ip\"")),
        new Planted(
            MirrorsFollowEndpoints::new,
            "a mirror that shows nothing",
            () -> dropping(Topics.COMMANDS, "endpointslices", "endpointslicemirroring")),
        new Planted(
            InboxesFollowReferences::new,
            "an inbox without ConfigMaps",
            PlantedBugTest::noConfigMaps),
        new Planted(
            NoOrphans::new,
            "a collector that collects nothing",
            () -> dropping(Topics.COMMANDS, "", "generic-garbage-collector")),
        new Planted(
            CollectorSparesTheOwned::new,
            "a collector that takes what is owned",
            PlantedBugTest::greedyCollector));
  }

  private static List<Planted> ofNodes() {
    return List.of(
        new Planted(OneContainerEach::new, "a pod in two inboxes", PlantedBugTest::secondInbox),
        new Planted(
            NodesRunWhatIsWished::new,
            "an inbox that forgets nothing",
            PlantedBugTest::noTombstones));
  }

  private static List<Planted> ofGateways() {
    return List.of(
        new Planted(
            ReadModelsFollow::new,
            "a read model that takes news for old",
            () -> asOld("deployments.apps/")),
        new Planted(
            WatchersHearAll::new, "an event that watchers are not told of", () -> asOld("pods/")));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void theInvariantFindsIt(Planted planted) {
    String name = planted.invariant().get().getClass().getSimpleName();
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        Simulation.run(
            Script.of(seed),
            new Simulation.Setting(planted.bug().get(), List.of(planted.invariant().get()), null));
      } catch (SimulationFailure e) {
        if (!e.invariant().equals(name)) {
          continue; // The bug kept this history from coming to rest.
        }
        assertThat(e).hasMessageContainingAll("step " + e.step(), "--seed " + seed);
        return;
      }
    }
    throw new AssertionError(name + " does not see " + planted);
  }

  @Test
  void noInvariantIsWithoutItsBug() {
    Set<String> all = new HashSet<>();
    Invariants.all().forEach(invariant -> all.add(invariant.getClass().getSimpleName()));
    bugs().forEach(bug -> all.remove(bug.invariant().get().getClass().getSimpleName()));
    assertThat(all).isEmpty();
  }

  private static boolean about(ProducerRecord<String, byte[]> record, String topic, String key) {
    return record.topic().equals(topic) && record.key() != null && record.key().startsWith(key);
  }

  private static boolean says(ProducerRecord<String, byte[]> record, String words) {
    return record.value() != null
        && new String(record.value(), StandardCharsets.UTF_8).contains(words);
  }

  private static Bug dropping(String topic, String key, String words) {
    return record -> about(record, topic, key) && says(record, words) ? null : record;
  }

  private static Bug editing(String topic, String key, String words, Consumer<ObjectNode> edit) {
    return record ->
        about(record, topic, key) && says(record, words) ? edited(record, edit) : record;
  }

  private static ProducerRecord<String, byte[]> edited(
      ProducerRecord<String, byte[]> record, Consumer<ObjectNode> edit) {
    ObjectNode object = Json.parseObject(record.value());
    edit.accept(object);
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        null,
        record.key(),
        Json.bytes(object),
        record.headers());
  }

  private static Bug oldCounter() {
    return record -> {
      if (about(record, Topics.OBJECTS, "pods/")) {
        Headers.put(record.headers(), Headers.RESOURCE_VERSION, "1");
      }
      return record;
    };
  }

  static UnaryOperator<ProducerRecord<String, byte[]>> movingPods() {
    Set<String> bound = new HashSet<>();
    return record ->
        about(record, Topics.OBJECTS, "pods/")
                && says(record, "\"nodeName\"")
                && !bound.add(record.key())
            ? edited(record, pod -> Json.ensure(pod, "spec").put("nodeName", "elsewhere"))
            : record;
  }

  /** Every pod wants most of a node, and every binding goes to the first. */
  private static Bug fullNode() {
    return record -> {
      if (about(record, Topics.OBJECTS, "pods/") && says(record, "\"requests\"")) {
        return edited(
            record,
            pod ->
                ((ObjectNode) pod.at("/spec/containers/0/resources/requests")).put("cpu", "2500m"));
      }
      return about(record, Topics.COMMANDS, "pods/") && says(record, "\"binding\"")
          ? edited(
              record,
              command ->
                  ((ObjectNode) command.at("/operations/0/body/target")).put("name", "node-1"))
          : record;
    };
  }

  /** The second thing that the first node hears of a pod is said to the second node instead. */
  private static Bug secondInbox() {
    Map<String, Integer> said = new HashMap<>();
    return record ->
        about(record, Topics.desired("node-1"), "pods/")
                && record.value() != null
                && said.merge(record.key(), 1, Integer::sum) == 2
            ? new ProducerRecord<>(
                Topics.desired("node-2"), 0, null, record.key(), record.value(), record.headers())
            : record;
  }

  private static Bug noTombstones() {
    return record -> record.topic().endsWith(".desired") && record.value() == null ? null : record;
  }

  private static Bug noConfigMaps() {
    return record ->
        record.topic().endsWith(".desired") && record.key().startsWith("configmaps/")
            ? null
            : record;
  }

  /** To every reader that counts versions, each record of these objects is one it knows already. */
  private static Bug asOld(String keys) {
    return record -> {
      if (about(record, Topics.OBJECTS, keys)) {
        Headers.put(record.headers(), Headers.RESOURCE_VERSION, "1");
      }
      return record;
    };
  }

  private static Consumer<ObjectNode> grow() {
    return command -> {
      if (command.at("/operations/0/body/spec") instanceof ObjectNode spec
          && spec.path("replicas").asInt() > 0) {
        spec.put("replicas", 20);
      }
    };
  }

  /** What is to go and is held goes. */
  private static Bug noFinalizers() {
    return record -> {
      boolean object =
          about(record, Topics.OBJECTS, "namespaces/")
              || about(record, Topics.OBJECTS, "configmaps/");
      return object && says(record, "\"deletionTimestamp\"")
          ? new ProducerRecord<>(
              record.topic(), record.partition(), null, record.key(), null, record.headers())
          : record;
    };
  }

  /** What a user deletes, the collector is said to have deleted. */
  private static Bug greedyCollector() {
    return record -> {
      if (about(record, Topics.OBJECTS, "pods/") && says(record, "\"deletionTimestamp\"")) {
        Headers.put(record.headers(), Headers.USER, "system:controller:generic-garbage-collector");
      }
      return record;
    };
  }
}
