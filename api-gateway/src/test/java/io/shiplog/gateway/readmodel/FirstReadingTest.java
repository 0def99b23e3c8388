package io.shiplog.gateway.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.error.ApiException;
import io.shiplog.topics.Headers;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store that is filled from a log is the one that had followed it. */
class FirstReadingTest {

  private static final SecretSeal SEAL = new SecretSeal(new byte[32]);
  private static final Runnable NOBODY = () -> {};
  private static final long LONG_AGO = 1_000;
  private static final long SINCE = 2_000;
  private static final long LATELY = 3_000;

  private final List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();
  private final Set<String> there = new HashSet<>();
  private final ObjectStore filled = new ObjectStore();
  private final ObjectStore followed = new ObjectStore();

  @ParameterizedTest
  @CsvSource({"1,1", "1,7", "2,20", "3,100", "4,300", "5,1000"})
  void holdsTheSameObjectsAndTellsTheSameEvents(long seed, int window) {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      String name = name(random.nextInt(10));
      boolean gone = random.nextInt(5) == 0 && there.remove(name);
      write(name, !gone, LATELY);
    }
    fill(window);
    log.forEach(applier(followed)::apply);

    assertThat(objects(filled)).isEqualTo(objects(followed));
    assertThat(filled.version(0)).isEqualTo(300);
    long floor = Math.max(0, 300 - window);
    for (long from = floor; from <= 300; from++) {
      assertThat(events(filled, from)).as("from " + from).isEqualTo(events(followed, from));
    }
    if (floor > 0) {
      assertThatThrownBy(() -> events(filled, floor - 1)).isInstanceOf(ApiException.class);
    }
  }

  @Test
  void whatCompactionMayHaveThinnedOutIsNotTold() {
    write("a", true, LONG_AGO);
    write("b", true, LONG_AGO);
    write("a", true, LATELY);
    log.remove(1);
    fill(100);

    assertThat(objects(filled)).containsExactly("a@3");
    assertThat(events(filled, 2)).containsExactly("MODIFIED a@3");
    assertThatThrownBy(() -> events(filled, 1)).isInstanceOf(ApiException.class);
  }

  @Test
  void aLogThatEndsLongAgoIsThereWithoutEvents() {
    write("a", true, LONG_AGO);
    write("b", true, LONG_AGO);
    write("b", false, LONG_AGO);
    fill(100);

    assertThat(objects(filled)).containsExactly("a@1");
    assertThat(filled.version(0)).isEqualTo(3);
    assertThat(events(filled, 3)).isEmpty();
    assertThatThrownBy(() -> events(filled, 2)).isInstanceOf(ApiException.class);
  }

  @Test
  void whatCannotBeReadIsLeftOut() {
    write("a", true, LONG_AGO);
    append(key("b"), new byte[] {'{'}, LONG_AGO);
    append(key("c"), new byte[] {'{'}, LATELY);
    write("d", true, LATELY);
    fill(100);

    assertThat(objects(filled)).containsExactly("a@1", "d@4");
  }

  private void fill(int window) {
    LogApplier applier = applier(filled);
    Backlog backlog = new Backlog(applier, window, Long.MAX_VALUE, SINCE);
    log.forEach(backlog::add);
    backlog.apply(0);
  }

  private static LogApplier applier(ObjectStore store) {
    List<VersionWaits> waits =
        IntStream.range(0, Catalogue.SHARDS).mapToObj(shard -> new VersionWaits()).toList();
    return new LogApplier(store, List.of(), waits, SEAL);
  }

  private static String name(int number) {
    return "c-" + number;
  }

  private static ObjectKey key(String name) {
    return Catalogue.CONFIGMAPS.key("default", name);
  }

  /** The next version: of an object, or that it is gone. */
  private void write(String name, boolean exists, long timestamp) {
    if (exists) {
      there.add(name);
    }
    var json = Json.object();
    json.putObject("metadata")
        .put("name", name)
        .put("resourceVersion", Integer.toString(log.size() + 1));
    append(key(name), exists ? Json.bytes(json) : null, timestamp);
  }

  private void append(ObjectKey key, byte[] value, long timestamp) {
    RecordHeaders headers = new RecordHeaders();
    Headers.put(headers, Headers.RESOURCE_VERSION, Integer.toString(log.size() + 1));
    int size = value == null ? -1 : value.length;
    log.add(
        new ConsumerRecord<>(
            Topics.OBJECTS,
            0,
            log.size(),
            timestamp,
            TimestampType.CREATE_TIME,
            0,
            size,
            key.toString(),
            value,
            headers,
            Optional.empty()));
  }

  private static List<String> objects(ObjectStore store) {
    return store.list(Selection.all(Catalogue.CONFIGMAPS, ""), null, 0).objects().stream()
        .map(one -> one.key().name() + "@" + one.resourceVersion())
        .toList();
  }

  private static List<String> events(ObjectStore store, long from) {
    Watcher watcher = store.watchAfter(Selection.all(Catalogue.CONFIGMAPS, ""), from, NOBODY);
    List<String> items = new ArrayList<>();
    for (WatchItem item = watcher.poll(); item != null; item = watcher.poll()) {
      items.add(item.type() + " " + item.object().key().name() + "@" + item.resourceVersion());
    }
    watcher.close();
    return items;
  }
}
