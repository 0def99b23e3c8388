package io.shiplog.gateway.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.ledger.runtime.CommitListener.Decided;
import io.shiplog.ledger.runtime.CommitListener.Written;
import io.shiplog.model.ApiCatalogue;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.WrittenObject;
import io.shiplog.model.command.Fact;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.error.ApiException;
import io.shiplog.topics.LogSum;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What this process' ledger committed, and the same read from the log, in any order of the two. */
class LogApplierTest {

  private static final ObjectKey KEY = Catalogue.CONFIGMAPS.key("default", "settings");

  private final ObjectRecords records = new ObjectRecords(RandomSeal.withKey(new byte[32]));
  private final ObjectStore store = new ObjectStore();
  private final List<String> heard = new ArrayList<>();
  private final LogApplier applier = applier(Catalogue.BUILT_IN);

  private LogApplier applier(ApiCatalogue catalogue) {
    return new LogApplier(
        catalogue,
        store,
        List.of(new Ear()),
        IntStream.range(0, Catalogue.SHARDS).mapToObj(shard -> new VersionWaits()).toList(),
        RandomSeal.withKey(new byte[32]),
        Long.MAX_VALUE);
  }

  private final class Ear implements LogListener {
    @Override
    public boolean awaits(String commandId) {
      return !heard.contains("decided " + commandId);
    }

    @Override
    public void changed(String commandId, ObjectEvent event) {
      heard.add("changed by " + commandId + " to " + event.resourceVersion());
    }

    @Override
    public void decided(int shard, Outcome outcome) {
      heard.add("decided " + outcome.commandId());
    }
  }

  @BeforeEach
  void theLogHasBeenRead() {
    applier.begin(0).finish();
    applier.follow();
  }

  @Test
  void aCommitIsTakenInAtOnceAndNotAgainFromTheLog() {
    Decided first = decided(1, Fact.Type.ADDED);
    Decided gone = decided(2, Fact.Type.DELETED);

    applier.apply(0, List.of(first, gone));
    Stream.of(first, gone).forEach(this::read);

    assertThat(heard)
        .containsExactly("changed by c1 to 1", "decided c1", "changed by c2 to 2", "decided c2");
    assertThat(store.version(0)).isEqualTo(2);
    assertThat(store.get(KEY)).isEmpty();
  }

  @Test
  void aCommitBeyondWhatIsKnownWaitsForTheLog() {
    Decided first = decided(1, Fact.Type.ADDED);
    Decided second = decided(2, Fact.Type.MODIFIED);

    applier.apply(0, List.of(second));
    assertThat(heard).isEmpty();
    assertThat(store.version(0)).isZero();

    Stream.of(first, second).forEach(this::read);
    assertThat(heard)
        .containsExactly("changed by c1 to 1", "decided c1", "changed by c2 to 2", "decided c2");
    assertThat(store.get(KEY).orElseThrow().resourceVersion()).isEqualTo(2);
  }

  @Test
  void aCommitThatTheLogHasToldIsIgnored() {
    Decided first = decided(1, Fact.Type.ADDED);
    Decided second = decided(2, Fact.Type.MODIFIED);
    Stream.of(first, second).forEach(this::read);

    applier.apply(0, List.of(first));

    assertThat(store.get(KEY).orElseThrow().resourceVersion()).isEqualTo(2);
    assertThat(heard).hasSize(4);
  }

  @Test
  void aCommitWhileTheLogIsReadFromItsStartWaitsForIt() {
    applier.begin(0);

    applier.apply(0, List.of(decided(1, Fact.Type.ADDED)));

    assertThat(heard).isEmpty();
    assertThat(store.version(0)).isZero();
  }

  @Test
  void aRecordWithoutAKeyIsLeftOut() {
    byte[] outcome = records.toOutcomes(0, decided(1, Fact.Type.ADDED).outcome()).value();
    applier.apply(new ConsumerRecord<>(Topics.OUTCOMES, 0, 0, null, outcome));
    applier.apply(new ConsumerRecord<>(Topics.OBJECTS, 0, 0, null, new byte[0]));
    assertThat(applier.version(new ConsumerRecord<>(Topics.OBJECTS, 0, 0, null, new byte[0])))
        .isEmpty();
    assertThat(heard).isEmpty();
  }

  /** A record of nobody's with a version of years to come hides what is made after it. */
  @Test
  void aVersionThatTheLedgerHasNotComeToIsPassedOver() {
    Decided forged = decided(Long.MAX_VALUE / 2, Fact.Type.ADDED);
    applier.apply(
        consumed(
            records
                .of(forged.written().getFirst().fact(), forged.written().getFirst().object().json())
                .getFirst()));
    read(decided(1, Fact.Type.ADDED));
    applier.apply(consumed(records.counter(0, 1, 1, LogSum.NOTHING)));
    assertThat(store.version(0)).isEqualTo(1);
    assertThat(store.get(KEY).orElseThrow().resourceVersion()).isEqualTo(1);
  }

  @Test
  void whatCannotBeReadIsNotNotFound() {
    read(decided(1, Fact.Type.ADDED));
    applier.apply(
        consumed(new ProducerRecord<>(Topics.OBJECTS, 0, KEY.toString(), new byte[] {'{'})));
    var headers = records.counter(0, 2, 1, LogSum.NOTHING).headers();
    applier.apply(
        consumed(
            new ProducerRecord<>(Topics.OBJECTS, 0, KEY.toString(), new byte[] {'{'}, headers)));
    assertThat(store.unknown()).isEqualTo(1);
    assertThatThrownBy(() -> store.require(Catalogue.CONFIGMAPS, KEY))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("object " + KEY + " is there and cannot be read (record objects-0@0");
    read(decided(3, Fact.Type.DELETED));
    assertThat(store.unknown()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "false, 0", "false, 1"})
  void whoseKindIsNotKnownIsNotNotFoundEither(boolean committed, int shard) {
    LogApplier knowsNothing = applier(new ApiCatalogue(List.of(), List.of(), List.of()));
    knowsNothing.begin(0).finish();
    knowsNothing.follow();
    Decided made = decided(1, Fact.Type.ADDED);
    Decided gone = decided(2, Fact.Type.DELETED);

    tell(knowsNothing, shard, made, committed);
    assertThat(store.version(shard)).isEqualTo(1);
    assertThat(store.unknown()).isEqualTo(1);
    assertThatThrownBy(() -> store.require(Catalogue.CONFIGMAPS, KEY))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("object " + KEY + " is there and cannot be read (")
        .hasMessageContaining("does not know its kind");

    tell(knowsNothing, shard, gone, committed);
    assertThat(store.unknown()).isZero();
    assertThat(heard).noneMatch(told -> told.startsWith("changed"));
  }

  private void tell(LogApplier to, int shard, Decided decided, boolean committed) {
    Written written = decided.written().getFirst();
    if (committed) {
      to.apply(shard, List.of(decided));
    } else {
      var record = records.of(shard, written.fact(), written.object().json()).getFirst();
      to.apply(consumed(shard, record));
    }
  }

  /** It is no alarm that ledgers tell each other what nobody else is to see. */
  @Test
  void whatLedgersTellEachOtherIsNotUnknown() {
    String standing = Catalogue.NAMESPACE_STANDINGS.key("", "default").toString();
    var headers = records.counter(1, 1, 1, LogSum.NOTHING).headers();
    byte[] value = "{\"metadata\":{\"name\":\"default\"}}".getBytes(StandardCharsets.UTF_8);
    applier.apply(consumed(new ProducerRecord<>(Topics.OBJECTS, 1, standing, value, headers)));
    assertThat(store.unknown()).isZero();
  }

  @Test
  void bothWaysShowTheSame() {
    Decided first = decided(1, Fact.Type.ADDED);
    applier.apply(0, List.of(first));
    StoredObject committed = store.get(KEY).orElseThrow();
    StoredObject read =
        StoredObject.of(Catalogue.CONFIGMAPS, KEY, 1, first.written().getFirst().object());

    assertThat(committed).usingRecursiveComparison().isEqualTo(read);
  }

  private static Decided decided(long version, Fact.Type type) {
    var json = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
    json.putObject("metadata")
        .put("name", KEY.name())
        .put("namespace", KEY.namespace())
        .put("uid", "u")
        .put("resourceVersion", Long.toString(version))
        .putObject("labels")
        .put("app", "web");
    Fact fact = new Fact(type, KEY, version, new KubeObject(json), "c" + version, "me");
    Outcome outcome = new Outcome("c" + version, Outcome.Result.ACCEPTED, List.of(), null);
    return new Decided(List.of(new Written(fact, new WrittenObject(Json.bytes(json)))), outcome);
  }

  private void read(Decided decided) {
    Written written = decided.written().getFirst();
    applier.apply(consumed(records.of(written.fact(), written.object().json()).getFirst()));
    applier.apply(consumed(records.toOutcomes(0, decided.outcome())));
  }

  private static ConsumerRecord<String, byte[]> consumed(ProducerRecord<String, byte[]> record) {
    return consumed(0, record);
  }

  private static ConsumerRecord<String, byte[]> consumed(
      int shard, ProducerRecord<String, byte[]> record) {
    return new ConsumerRecord<>(
        record.topic(),
        shard,
        0,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        record.key(),
        record.value(),
        record.headers(),
        java.util.Optional.empty());
  }
}
