package io.shiplog.gateway.readmodel;

import static io.shiplog.gateway.readmodel.SampleLog.events;
import static io.shiplog.gateway.readmodel.SampleLog.objects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.model.Catalogue;
import io.shiplog.model.error.ApiException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that has followed a log and reads it again from its beginning, after a while. */
class NextReadingTest {

  private static final long LONG_AGO = 1_000;
  private static final long SINCE = 2_000;
  private static final long LATELY = 3_000;

  private final SampleLog log = new SampleLog();
  private final ObjectStore store = new ObjectStore();
  private final LogApplier applier = SampleLog.applier(store);

  @BeforeEach
  void theLogHasBeenReadOnce() {
    log.write("a", true, LONG_AGO);
    log.write("b", true, LONG_AGO);
    log.write("c", true, LONG_AGO);
    read();
  }

  @Test
  void watchersAreToldWhatHappenedMeanwhileAndNothingTwice() {
    Watcher watcher = watch();
    log.write("b", false, LATELY);
    log.write("c", true, LATELY);
    read();
    assertThat(objects(store)).containsExactly("a@1", "c@5");
    assertThat(events(watcher)).containsExactly("DELETED b@4", "MODIFIED c@5");
    assertThat(watcher.overflowed()).isFalse();
    assertThat(events(store, 3)).hasSize(2);
  }

  @Test
  void whatWentUnheardIsGoneAndItsWatchersListAnew() {
    Watcher watcher = watch();
    Watcher others = store.watchAfter(Selection.all(Catalogue.SERVICES, ""), 3, () -> {});
    log.write("b", false, LONG_AGO);
    log.write("c", true, LONG_AGO);
    log.records().removeIf(record -> record.key().endsWith("/b"));
    read();
    assertThat(objects(store)).containsExactly("a@1", "c@5");
    assertThat(watcher.overflowed()).isTrue();
    assertThat(others.overflowed()).isFalse();
    assertThatThrownBy(() -> events(store, 3)).isInstanceOf(ApiException.class);
    assertThat(events(store, 5)).isEmpty();
  }

  @Test
  void oneOfTheSameNameMayHaveComeMeanwhile() {
    log.write("b", false, LATELY);
    log.write("b", true, LATELY);
    read();
    assertThat(objects(store)).containsExactly("a@1", "b@5", "c@3");
  }

  /** Nothing was in it, but it was watched. */
  @Test
  void whoWatchesAnEmptyStoreIsToldToo() {
    ObjectStore empty = new ObjectStore();
    LogApplier first = SampleLog.applier(empty);
    read(first, List.of());
    Watcher watcher = empty.watchAfter(Selection.all(Catalogue.CONFIGMAPS, ""), 0, () -> {});
    read(first, log.records());
    assertThat(events(watcher)).containsExactly("ADDED a@1", "ADDED b@2", "ADDED c@3");
  }

  /** It was told by another gateway, which was not cut off, of what this one will never hear. */
  @Test
  void whoKnowsMoreThanTheStoreListsAnew() {
    Watcher ahead = store.watchAfter(Selection.all(Catalogue.CONFIGMAPS, ""), 4, () -> {});
    Watcher level = watch();
    applier.begin(SINCE);
    assertThat(ahead.overflowed()).isTrue();
    assertThat(level.overflowed()).isFalse();
    assertThatThrownBy(() -> events(store, 4)).isInstanceOf(ApiException.class);
    assertThat(events(store, 3)).isEmpty();
    applier.follow();
    assertThat(events(store, 4)).isEmpty();
  }

  @Test
  void anotherOfTheSameNameIsNotTakenForAChange() {
    Watcher watcher = watch();
    log.write("b", false, LONG_AGO);
    log.write("b", true, LONG_AGO);
    log.records().removeIf(record -> record.key().endsWith("/b") && record.offset() < 4);
    read();
    assertThat(objects(store)).containsExactly("a@1", "b@5", "c@3");
    assertThat(watcher.overflowed()).isTrue();
  }

  private Watcher watch() {
    return store.watchAfter(Selection.all(Catalogue.CONFIGMAPS, ""), 3, () -> {});
  }

  private void read() {
    read(applier, log.records());
  }

  private static void read(LogApplier applier, List<ConsumerRecord<String, byte[]>> records) {
    LogReading reading = new LogReading(applier, SINCE);
    records.forEach(reading::take);
    reading.follow();
  }
}
