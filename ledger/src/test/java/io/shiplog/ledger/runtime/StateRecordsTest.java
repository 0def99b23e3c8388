package io.shiplog.ledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.ledger.decide.Ledger;
import io.shiplog.ledger.decide.LedgerState;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Decision;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Fact;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.topics.Headers;
import io.shiplog.topics.LogProof;
import io.shiplog.topics.LogSum;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading the last record of each object comes to the same as replaying every fact. */
class StateRecordsTest {

  private static final SecretSeal SEAL = RandomSeal.withKey(new byte[32]);
  private static final int OBJECTS = 12;

  private final ObjectRecords records = new ObjectRecords(SEAL);
  private final List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();
  private final LedgerState replayed = new LedgerState();
  private long version;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isTheSameAsReplayingAll(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      write(random, i);
    }
    append(counter(version, 0));
    LedgerState read = read();
    assertThat(read.resourceVersion()).isEqualTo(replayed.resourceVersion());
    assertThat(read.keys()).containsExactlyElementsOf(replayed.keys());
    for (ObjectKey key : replayed.keys()) {
      byte[] expected = Json.bytes(replayed.get(key).orElseThrow().json());
      assertThat(Json.bytes(read.get(key).orElseThrow().json())).isEqualTo(expected);
    }
    for (int i = 0; i < OBJECTS; i++) {
      String claim = "clusterIP/10.96.0." + i;
      assertThat(read.holder(claim)).as(claim).isEqualTo(replayed.holder(claim));
      assertThat(read.ownedBy("owner-" + i)).isEqualTo(replayed.ownedBy("owner-" + i));
    }
  }

  @Test
  void theCounterOutlivesWhatRaisedIt() {
    append(counter(41, 7));
    assertThat(read().resourceVersion()).isEqualTo(41);
  }

  @Test
  void theLastPositionCounts() {
    append(counter(41, 7));
    append(counter(41, 9));
    assertThat(all().nextCommand()).hasValue(9);
  }

  @Test
  void aCounterOfFormerTimesHasNoPosition() {
    ProducerRecord<String, byte[]> former = counter(41, 7);
    former.headers().remove(Headers.NEXT_COMMAND);
    append(former);
    assertThat(all().nextCommand()).isEmpty();
  }

  /** Case A28 after a kill: one record must not keep a shard from being led. */
  @ParameterizedTest
  @ValueSource(strings = {"pods/default/a", "secrets/default/a"})
  void anObjectThatCannotBeReadIsKnownToBeThere(String key) {
    append(new ProducerRecord<>(Topics.OBJECTS, 0, key, new byte[] {0, '{'}));
    LedgerState state = read();
    assertThat(state.unknown(ObjectKey.parse(key)).orElseThrow())
        .startsWith("object " + key + " is there and cannot be read (record objects-0@0): ");
    Operation patch =
        Operation.patch(
            ObjectKey.parse(key),
            "",
            PatchType.MERGE,
            Json.object(),
            Preconditions.NONE,
            WriteOptions.DEFAULT);
    Operation blind =
        Operation.delete(ObjectKey.parse(key), Preconditions.NONE, DeletePolicy.DEFAULT);
    Operation exact =
        Operation.delete(ObjectKey.parse(key), Preconditions.uid("u"), DeletePolicy.DEFAULT);
    assertThat(decide(state, patch).outcome().status().code()).isEqualTo(500);
    assertThat(decide(state, exact).outcome().status().code()).isEqualTo(500);
    decide(state, blind).facts().forEach(state::replay);
    assertThat(state.unknown(ObjectKey.parse(key))).isEmpty();
  }

  private static Decision decide(LedgerState state, Operation operation) {
    UserInfo user = new UserInfo("u", List.of());
    return Ledger.standard().decide(state, Command.of("c", user, operation), Instant.EPOCH);
  }

  @Test
  void whatTheLedgerCannotHaveWrittenIsPassedOver() {
    append(counter(41, 7));
    Fact forged =
        new Fact(
            Fact.Type.ADDED,
            key(2),
            Long.MAX_VALUE / 2,
            new KubeObject(object(key(2), 0, "")),
            "c",
            "u");
    append(records.of(forged, Json.bytes(forged.object().json())).getFirst());
    assertThat(read().resourceVersion()).isEqualTo(41);
    append(records.counter(0, 42, 8, LogSum.NOTHING));
    assertThat(read().resourceVersion()).isEqualTo(42);
    assertThat(read().keys()).isEmpty();
  }

  @Test
  void aCounterThatGoesBackIsNoLedgers() {
    append(counter(41, 7));
    append(counter(40, 8));
    assertThatThrownBy(this::read)
        .isInstanceOf(BrokenStateException.class)
        .hasMessageContaining("record objects-0@1 says resourceVersion 40");
  }

  /** Each kind of loss after which no ledger may lead, as if all were there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          whole      |
          lost       | 1 of its 3 objects are not there
          older      | it holds as many objects as the ledger wrote, 3, and not the same
          risen      | it holds 1 objects more than the 3 that the ledger wrote
          unreadable |
          of former times |
          """)
  void whatIsReadIsWhatTheLedgerSaysItWrote(String damage, String trouble) {
    ConsumerRecord<String, byte[]> former = append(pod("a", 1));
    append(pod("b", 2));
    append(pod("c", 3));
    ConsumerRecord<String, byte[]> newer = append(pod("a", 4));
    append(pod("d", 5));
    ConsumerRecord<String, byte[]> tombstone =
        append(new ProducerRecord<>(Topics.OBJECTS, 0, "pods/default/d", null));
    append(counter(6, 1));
    switch (damage) {
      case "lost" -> log.removeAll(List.of(former, newer));
      case "older" -> log.remove(newer);
      case "risen" -> log.remove(tombstone);
      case "unreadable" -> {
        log.remove(newer);
        append(new ProducerRecord<>(Topics.OBJECTS, 0, "pods/default/a", new byte[] {'{'}));
      }
      case "of former times" -> {
        log.remove(newer);
        log.getLast().headers().remove(Headers.LOG_SUM);
      }
      default -> assertThat(damage).isEqualTo("whole");
    }
    if (trouble == null) {
      assertThat(read().resourceVersion()).isEqualTo(6);
    } else {
      assertThatThrownBy(this::read)
          .isInstanceOf(BrokenStateException.class)
          .hasMessage("the log of objects is not whole: " + trouble);
    }
  }

  private ProducerRecord<String, byte[]> pod(String name, long resourceVersion) {
    ObjectKey key = Catalogue.PODS.key("default", name);
    KubeObject pod = new KubeObject(object(key, (int) resourceVersion, ""));
    Fact fact = new Fact(Fact.Type.MODIFIED, key, resourceVersion, pod, "c", "u");
    return records.of(fact, Json.bytes(pod.json())).getFirst();
  }

  /** What a ledger would write that wrote all there is. */
  private ProducerRecord<String, byte[]> counter(long resourceVersion, long nextCommand) {
    LogProof proof = new LogProof();
    log.forEach(proof::read);
    return records.counter(0, resourceVersion, nextCommand, proof.sum());
  }

  /** Creates, changes or deletes; a Service's address moves on when another lets go of it. */
  private void write(Random random, int number) {
    version++;
    ObjectKey key = key(random.nextInt(OBJECTS));
    boolean delete = random.nextInt(4) == 0 && replayed.get(key).isPresent();
    KubeObject object = new KubeObject(object(key, number, freeAddress(random, key)));
    Fact fact =
        new Fact(delete ? Fact.Type.DELETED : Fact.Type.MODIFIED, key, version, object, "c", "u");
    replayed.replay(fact);
    append(records.of(fact, Json.bytes(object.json())).getFirst());
    if (delete) {
      append(counter(version, 0));
    }
  }

  private static ObjectKey key(int number) {
    return switch (number % 3) {
      case 0 -> Catalogue.SERVICES.key("default", "s-" + number);
      case 1 -> Catalogue.SECRETS.key("default", "x-" + number);
      default -> Catalogue.PODS.key("default", "p-" + number);
    };
  }

  private String freeAddress(Random random, ObjectKey key) {
    String address = "10.96.0." + random.nextInt(OBJECTS);
    boolean free = replayed.holder("clusterIP/" + address).filter(k -> !k.equals(key)).isEmpty();
    return free ? address : "";
  }

  private ObjectNode object(ObjectKey key, int number, String address) {
    ObjectNode object = Json.object().put("kind", key.resource());
    ObjectNode metadata = object.putObject("metadata").put("name", key.name());
    metadata.put("resourceVersion", Long.toString(version));
    metadata.putArray("managedFields").addObject().put("manager", "m-" + number);
    metadata.putArray("ownerReferences").addObject().put("uid", "owner-" + number % OBJECTS);
    ObjectNode spec = object.putObject("spec").put("number", number);
    if (!address.isEmpty()) {
      spec.put("clusterIP", address);
    }
    return object;
  }

  private ConsumerRecord<String, byte[]> append(ProducerRecord<String, byte[]> record) {
    ConsumerRecord<String, byte[]> appended =
        new ConsumerRecord<>(
            record.topic(),
            0,
            log.size(),
            0,
            TimestampType.CREATE_TIME,
            0,
            0,
            record.key(),
            record.value(),
            record.headers(),
            Optional.empty());
    log.add(appended);
    return appended;
  }

  private LedgerState read() {
    return all().state();
  }

  private StateRecords all() {
    StateRecords reading = new StateRecords(SEAL);
    log.forEach(reading::add);
    return reading;
  }
}
