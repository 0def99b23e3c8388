package io.shiplog.topics.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.reconcile.Reactor;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** A service that starts on a log that went on without it. */
class CatchUpTest {

  private static final SecretSeal SEAL = RandomSeal.withKey(new byte[32]);
  private static final int COMMITTED = 10;

  private final List<String> calls = new ArrayList<>();
  private final List<ConsumerRecord<String, byte[]>> tail = new ArrayList<>();
  private final Set<ObjectKey> published = new LinkedHashSet<>();
  private final MockProcessorContext<String, byte[]> context = context();
  private ObjectsStore store;

  /**
   * The restored table lacks what was superseded later: its owner, for whoever collects garbage.
   */
  @Test
  void nothingIsDecidedBeforeTheTableIsWhole() {
    restore("pods/default/web-1", pod("1", "n1"));
    after("replicasets.apps/default/web", pod("2", ""));
    start();
    assertThat(calls.getFirst())
        .isEqualTo("start with [pods/default/web-1, replicasets.apps/default/web]");
  }

  @Test
  void whatStreamsBringsOfTheTailIsNotHeardAgain() {
    restore("pods/default/a", pod("1", ""));
    after("pods/default/a", pod("1", "n1"));
    after("pods/default/a", pod("1", "n2"));
    Processor<String, byte[], String, byte[]> processor = start();
    calls.clear();
    for (ConsumerRecord<String, byte[]> record : tail) {
      deliver(processor, record);
    }
    assertThat(calls).isEmpty();
    deliver(processor, record("pods/default/a", null));
    assertThat(calls).containsExactly("pods/default/a: 1 on n2 > nothing");
  }

  @Test
  void howFarEachObjectCameIsToldOnce() {
    restore("pods/default/a", pod("1", ""));
    after("pods/default/a", pod("1", "n1"));
    after("pods/default/b", pod("2", ""));
    after("pods/default/a", pod("1", "n2"));
    start();
    assertThat(calls)
        .containsExactly(
            "start with [pods/default/a, pods/default/b]",
            "pods/default/a: 1 > 1 on n2",
            "pods/default/b: nothing > 2");
  }

  /** Or else an inbox would keep the pod for ever. */
  @Test
  void whatIsGoneIsToldByItsLastState() {
    restore("pods/default/a", pod("1", ""));
    after("pods/default/a", pod("1", "n1"));
    after("pods/default/a", null);
    after("pods/default/a", pod("2", "n2"));
    start();
    assertThat(calls)
        .containsExactly(
            "start with [pods/default/a]",
            "pods/default/a: 1 on n1 > nothing",
            "pods/default/a: nothing > 2 on n2");
  }

  @Test
  void anotherObjectOfTheNameMeansThatTheFirstIsGone() {
    restore("pods/default/a", pod("1", "n1"));
    after("pods/default/a", pod("2", "n2"));
    start();
    assertThat(calls)
        .containsExactly(
            "start with [pods/default/a]",
            "pods/default/a: 1 on n1 > nothing",
            "pods/default/a: nothing > 2 on n2");
  }

  /** Or else its position could be committed, and what was missed be missed for good. */
  @Test
  void nothingIsPassedOverBeforeWhatWasMissedIsTold() {
    restore("pods/default/a", pod("1", "n1"));
    after("pods/default/a", null);
    deliver(prepare(), tail.getFirst());
    assertThat(calls).containsExactly("start with []", "pods/default/a: 1 on n1 > nothing");
  }

  /** As after more than a day: the tombstone is compacted away, and nothing tells of the object. */
  @Test
  void whatIsPublishedForNothingIsToldAsGone() {
    restore("services/default/web", pod("1", ""));
    after("services/default/api", pod("2", ""));
    published.addAll(services("web", "api", "db"));
    start();
    assertThat(calls)
        .containsExactly(
            "start with [services/default/api, services/default/web]",
            "services/default/api: nothing > 2",
            "services/default/db: nothing > nothing");
  }

  private static List<ObjectKey> services(String... names) {
    return Stream.of(names).map(name -> Catalogue.SERVICES.key("default", name)).toList();
  }

  private static MockProcessorContext<String, byte[]> context() {
    Properties config = new Properties();
    config.put("application.id", "test");
    config.put("bootstrap.servers", "nowhere:1");
    return new MockProcessorContext<>(config, new TaskId(0, 0), Path.of("").toFile());
  }

  private void restore(String key, byte[] value) {
    if (store == null) {
      store = new ObjectsStore(new ObjectRecords(SEAL)::object);
      store.init(context.getStateStoreContext(), store);
    }
    store.put(key, value);
  }

  private void after(String key, byte[] value) {
    tail.add(record(key, value));
  }

  private ConsumerRecord<String, byte[]> record(String key, byte[] value) {
    return new ConsumerRecord<>(Topics.OBJECTS, 0, COMMITTED + tail.size(), key, value);
  }

  private static byte[] pod(String uid, String node) {
    var pod = Json.object();
    pod.putObject("metadata").put("uid", uid);
    pod.putObject("spec").put("nodeName", node);
    return Json.bytes(pod);
  }

  private Processor<String, byte[], String, byte[]> prepare() {
    var processor =
        ReactorTopology.processor(
            "test",
            new Recorder(calls),
            SEAL,
            new TaskSurroundings(
                (shard, reader) -> {
                  tail.forEach(reader);
                  return (long) COMMITTED + tail.size();
                },
                node -> true,
                TaskSurroundings.objectReader(SEAL),
                PollEnds.EACH,
                shard -> published,
                TaskSurroundings::rethrow));
    context.setCurrentSystemTimeMs(0);
    processor.init(context);
    return processor;
  }

  private Processor<String, byte[], String, byte[]> start() {
    Processor<String, byte[], String, byte[]> processor = prepare();
    context.scheduledPunctuators().getFirst().getPunctuator().punctuate(0);
    return processor;
  }

  private void deliver(
      Processor<String, byte[], String, byte[]> processor, ConsumerRecord<String, byte[]> record) {
    context.setRecordMetadata(record.topic(), 0, record.offset());
    processor.process(new Record<>(record.key(), record.value(), 0, new RecordHeaders()));
  }

  private record Recorder(List<String> calls) implements Reactor {

    @Override
    public List<Effect> start(ObjectTable table, Instant now) {
      calls.add("start with " + table.keys());
      return List.of();
    }

    @Override
    public List<Effect> changed(ObjectTable table, Change change, Instant now) {
      calls.add(change.key() + ": " + show(change.before()) + " > " + show(change.after()));
      return List.of();
    }

    @Override
    public List<Effect> tick(ObjectTable table, Instant now) {
      return List.of();
    }

    private static String show(KubeObject object) {
      if (object == null) {
        return "nothing";
      }
      String node = object.spec().path("nodeName").asText();
      return object.uid() + (node.isEmpty() ? "" : " on " + node);
    }
  }
}
