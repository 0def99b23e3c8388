package io.shiplog.ledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Fact;
import io.shiplog.topics.LogProof;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was written, what each log still has of it, and what a repair would do. */
class RepairPlanTest {

  private final ObjectRecords records = new ObjectRecords(RandomSeal.withKey(new byte[32]));
  private final List<ConsumerRecord<String, byte[]>> objects = new ArrayList<>();
  private final List<ConsumerRecord<String, byte[]>> history = new ArrayList<>();
  private final LogProof proof = new LogProof();

  /** Each change is committed by itself: a1 writes object a at version 1, a-3 deletes it at 3. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # written    | objects without | history without | put back | lost
          a1 b2 a3     |                 |                 |          | -
          a1 b2 a3     |                 | a1 b2 a3        |          | -
          a1 b2 a3     | end 1           |                 | a3       | -
          a1 b2 a3     | end 2           |                 | b2 a3    | -
          a1 b2 a3     | end 3           |                 | b2 a3    | -
          a1 b2 a-3    | end 2           |                 | b2 a-3   | -
          a1 b2 b-3    | end 2           |                 |          | -
          a1 b2 a3     | end 2           | b2              | a3       | 1 changes behind its end are in no history
          a1 b2 c3     | b2              |                 | b2       | -
          a1 b2 c3     | b2              | b2              |          | 1 of its 3 objects are not there
          a1 b2 a3     | a3              |                 | a3       | -
          a1 b2 a3     | a3              | a3              |          | it holds as many objects as the ledger wrote, 2, and not the same
          a1 b2 a-3    | a-3             |                 | a-3      | -
          a1 b2 a-3 c4 | a-3 end 1       |                 | a-3 c4   | -
          """)
  void putsBackWhatHistoryHas(
      String written, String objectsLack, String historyLacks, String putBack, String lost) {
    split(written).forEach(this::write);
    RepairPlan plan = new RepairPlan();
    left(objects, objectsLack).forEach(plan::object);
    left(history, historyLacks).forEach(plan::history);

    assertThat(plan.missing().stream().map(RepairPlanTest::change))
        .isEqualTo(split(putBack).toList());
    assertThat(plan.lost()).isEqualTo(Optional.ofNullable(lost));
    assertThat(plan.whole()).isEqualTo(objectsLack == null);
  }

  private static Stream<String> split(String words) {
    return words == null ? Stream.of() : Stream.of(words.split(" "));
  }

  private void write(String change) {
    boolean delete = change.charAt(1) == '-';
    long version = Long.parseLong(change.substring(delete ? 2 : 1));
    ObjectKey key = Catalogue.PODS.key("default", change.substring(0, 1));
    KubeObject pod = new KubeObject(Json.object().put("written", change));
    Fact fact =
        new Fact(delete ? Fact.Type.DELETED : Fact.Type.MODIFIED, key, version, pod, "c", "u");
    List<ProducerRecord<String, byte[]>> both = records.of(fact, Json.bytes(pod.json()));
    objects.add(read(both.getFirst()));
    history.add(read(both.getLast()));
    proof.read(objects.getLast());
    objects.add(read(records.counter(0, version, version, proof.sum())));
  }

  /** What is left of a log without some changes, or without the last transactions. */
  private static List<ConsumerRecord<String, byte[]>> left(
      List<ConsumerRecord<String, byte[]>> all, String lack) {
    List<ConsumerRecord<String, byte[]>> left = new ArrayList<>(all);
    List<String> words = split(lack).toList();
    int end = words.indexOf("end");
    if (end >= 0) {
      int transactions = Integer.parseInt(words.get(end + 1));
      left.subList(left.size() - 2 * transactions, left.size()).clear();
    }
    left.removeIf(record -> words.contains(change(record)));
    return left;
  }

  private static String change(ConsumerRecord<String, byte[]> record) {
    if (ObjectRecords.isCounter(record.key())) {
      return "";
    }
    String name = ObjectKey.parse(record.key()).name();
    boolean delete = record.value() == null || RepairPlan.deletes(record);
    return name + (delete ? "-" : "") + ObjectRecords.resourceVersion(record);
  }

  private static ConsumerRecord<String, byte[]> read(ProducerRecord<String, byte[]> record) {
    return new ConsumerRecord<>(
        Topics.OBJECTS,
        0,
        0,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        record.key(),
        record.value(),
        record.headers(),
        Optional.empty());
  }
}
