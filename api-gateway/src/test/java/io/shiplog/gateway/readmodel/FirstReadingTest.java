package io.shiplog.gateway.readmodel;

import static io.shiplog.gateway.readmodel.SampleLog.events;
import static io.shiplog.gateway.readmodel.SampleLog.objects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.model.error.ApiException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store that is filled from a log is the one that had followed it. */
class FirstReadingTest {

  private static final long LONG_AGO = 1_000;
  private static final long SINCE = 2_000;
  private static final long LATELY = 3_000;

  private final SampleLog log = new SampleLog();
  private final Set<String> there = new HashSet<>();
  private final ObjectStore filled = new ObjectStore();
  private final ObjectStore followed = new ObjectStore();

  @ParameterizedTest
  @CsvSource({"1,1", "1,7", "2,20", "3,100", "4,300", "5,1000"})
  void holdsTheSameObjectsAndTellsTheSameEvents(long seed, int window) {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      String name = "c-" + random.nextInt(10);
      boolean gone = random.nextInt(5) == 0 && there.remove(name);
      if (!gone) {
        there.add(name);
      }
      log.write(name, !gone, LATELY);
    }
    fill(window);
    log.records().forEach(SampleLog.applier(followed)::apply);

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
    log.write("a", true, LONG_AGO);
    log.write("b", true, LONG_AGO);
    log.write("a", true, LATELY);
    log.records().remove(1);
    fill(100);

    assertThat(objects(filled)).containsExactly("a@3");
    assertThat(events(filled, 2)).containsExactly("MODIFIED a@3");
    assertThatThrownBy(() -> events(filled, 1)).isInstanceOf(ApiException.class);
  }

  @Test
  void aLogThatEndsLongAgoIsThereWithoutEvents() {
    log.write("a", true, LONG_AGO);
    log.write("b", true, LONG_AGO);
    log.write("b", false, LONG_AGO);
    fill(100);

    assertThat(objects(filled)).containsExactly("a@1");
    assertThat(filled.version(0)).isEqualTo(3);
    assertThat(events(filled, 3)).isEmpty();
    assertThatThrownBy(() -> events(filled, 2)).isInstanceOf(ApiException.class);
  }

  @Test
  void whatCannotBeReadIsLeftOut() {
    log.write("a", true, LONG_AGO);
    log.append("b", new byte[] {'{'}, LONG_AGO);
    log.append("c", new byte[] {'{'}, LATELY);
    log.write("d", true, LATELY);
    fill(100);

    assertThat(objects(filled)).containsExactly("a@1", "d@4");
  }

  private void fill(int window) {
    LogApplier applier = SampleLog.applier(filled);
    Backlog backlog =
        new Backlog(applier, window, Long.MAX_VALUE, SINCE, new HeapNeed(Long.MAX_VALUE));
    log.records().forEach(backlog::add);
    backlog.apply(0);
  }
}
