package io.shiplog.ledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.ledger.decide.Ledger;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A request that is decided once is, however often it comes and whoever leads. */
class OnceTest {

  private static final SecretSeal SEAL = RandomSeal.withKey(new byte[32]);
  private static final ObjectKey KEY = Catalogue.CONFIGMAPS.key("default", "a");

  private final CommandRecords commands = new CommandRecords(SEAL);
  private final ObjectRecords records = new ObjectRecords(SEAL);

  /** All that was committed: the state of whoever leads next. */
  private final List<ProducerRecord<String, byte[]>> committed = new ArrayList<>();

  private ShardLedger leader = lead();
  private long offset;

  @Test
  void aLateDuplicateGetsTheFirstOutcomeAndMakesNothingAgain() {
    decide(once("namespace", "n", namespace()));
    Outcome first = decide(once("event@/ci", "event@/ci", create("one")));
    assertThat(first.result()).isEqualTo(Outcome.Result.ACCEPTED);
    Outcome gone =
        decide(
            commands.toCommands(
                command("gone", Operation.delete(KEY, Preconditions.NONE, DeletePolicy.DEFAULT))));
    assertThat(gone.result()).isEqualTo(Outcome.Result.ACCEPTED);
    int written = count(Topics.OBJECTS);
    assertThat(decide(once("event@/ci", "event@/ci", create("two")))).isEqualTo(first);
    leader = lead();
    assertThat(decide(once("event@/ci", "event@/ci", create("three")))).isEqualTo(first);
    // Nothing but the ledger's position, once a batch.
    assertThat(count(Topics.OBJECTS)).isEqualTo(written + 2);
    assertThat(count(Topics.OUTCOMES_ONCE)).isEqualTo(2);
  }

  @Test
  void aRefusalIsRememberedToo() {
    Outcome refused = decide(once("event@/ci", "event@/ci", create("without a namespace")));
    assertThat(refused.status().code()).isEqualTo(404);
    decide(once("namespace", "n", namespace()));
    leader = lead();
    Outcome again = decide(once("event@/ci", "event@/ci", create("one")));
    assertThat(Json.bytes(again)).isEqualTo(Json.bytes(refused));
    assertThat(decide(once("event@/cd", "event@/cd", create("one"))).result())
        .isEqualTo(Outcome.Result.ACCEPTED);
  }

  @Test
  void twiceInOneBatchIsTwiceAsWell() {
    decide(once("namespace", "n", namespace()));
    ShardLedger.Batch batch =
        leader.decide(
            List.of(
                consumed(once("e", "e", create("one"))), consumed(once("e", "e", create("two")))));
    assertThat(batch.decided().get(1).outcome()).isEqualTo(batch.decided().get(0).outcome());
    assertThat(batch.decided().get(1).written()).isEmpty();
  }

  @Test
  void whatIsNotDeclaredSoIsDecidedEachTime() {
    decide(once("namespace", "n", namespace()));
    decide(commands.toCommands(command("c", create("one"))));
    assertThat(decide(commands.toCommands(command("c", create("two")))).status().code())
        .isEqualTo(409);
  }

  private ProducerRecord<String, byte[]> once(String id, String key, Operation operation) {
    return commands.toCommandsOnce(command(id, operation), key);
  }

  private static Command command(String id, Operation operation) {
    return Command.of(id, new UserInfo("system:specs", List.of("system:masters")), operation);
  }

  private static Operation create(String text) {
    var object = Json.object();
    object.putObject("data").put("text", text);
    return Operation.create(KEY, object, WriteOptions.DEFAULT);
  }

  private static Operation namespace() {
    return Operation.create(
        Catalogue.NAMESPACES.key("", "default"), Json.object(), WriteOptions.DEFAULT);
  }

  private Outcome decide(ProducerRecord<String, byte[]> command) {
    ShardLedger.Batch batch = leader.decide(List.of(consumed(command)));
    leader.commit(batch);
    committed.addAll(batch.records());
    return batch.decided().getFirst().outcome();
  }

  private ShardLedger lead() {
    return new ShardLedger(
        0,
        Ledger.standard(),
        SEAL,
        new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()),
        CommitListener.NOBODY,
        this::state);
  }

  private ShardState state() {
    StateRecords objects = new StateRecords(SEAL);
    in(Topics.OBJECTS).forEach(record -> objects.add(consumed(record)));
    ShardState state = ShardState.of(objects);
    in(Topics.OUTCOMES_ONCE)
        .forEach(record -> state.once().add(record.key(), records.readOutcome(record.value())));
    return state;
  }

  private List<ProducerRecord<String, byte[]>> in(String topic) {
    return committed.stream().filter(record -> record.topic().equals(topic)).toList();
  }

  private int count(String topic) {
    return in(topic).size();
  }

  private ConsumerRecord<String, byte[]> consumed(ProducerRecord<String, byte[]> record) {
    ConsumerRecord<String, byte[]> consumed =
        new ConsumerRecord<>(record.topic(), 0, offset++, record.key(), record.value());
    record.headers().forEach(consumed.headers()::add);
    return consumed;
  }
}
