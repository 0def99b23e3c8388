package io.shiplog.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One controller throws; everything else goes on. */
class ContainmentTest {

  private final ObjectTable table = new ObjectTable();
  private final Recorder healthy = new Recorder("healthy");
  private final Recorder faulty = new Recorder("faulty");
  private final ControllerReactor reactor = new ControllerReactor(List.of(faulty, healthy));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** Looks at what changes, and throws where it is told to. */
  private static final class Recorder implements Controller {

    private final String name;
    private final List<String> looked = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final TreeSet<String> throwsAt = new TreeSet<>();
    private final TreeSet<String> throwsWhenTold = new TreeSet<>();

    Recorder(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void changed(Change change, Work work) {
      String which = change.key().name();
      if (throwsWhenTold.contains(which)) {
        throw new IllegalStateException("cannot take in " + which);
      }
      told.add(version(change.before()) + ">" + version(change.after()) + " of " + which);
      work.look(change.key());
    }

    private static String version(KubeObject object) {
      return object == null ? "-" : Long.toString(object.resourceVersion());
    }

    @Override
    public void reconcile(ObjectKey key, Work work) {
      if (throwsAt.contains(key.name())) {
        throw new IllegalStateException("cannot look at " + key.name());
      }
      looked.add(key.name());
    }
  }

  private List<Effect> put(String name, int version) {
    ObjectKey key = Catalogue.CONFIGMAPS.key("default", name);
    KubeObject object =
        new KubeObject(
            Json.parseObject(
                """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"default",
                 "name":"%s","uid":"u-%s","resourceVersion":"%d"}}"""
                    .formatted(name, name, version)));
    return reactor.changed(table, table.apply(key, object), now);
  }

  private List<Effect> after(Duration time) {
    now = now.plus(time);
    return reactor.tick(table, now);
  }

  private static List<Effect.Failure> failures(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Failure.class::isInstance)
        .map(Effect.Failure.class::cast)
        .toList();
  }

  @Test
  void othersAndOtherKeysGoOn() {
    faulty.throwsAt.add("bad");
    List<Effect> effects = put("bad", 1);
    put("good", 2);
    assertThat(healthy.looked).containsExactly("bad", "good");
    assertThat(faulty.looked).containsExactly("good");
    assertThat(failures(effects))
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.controller()).isEqualTo("faulty");
              assertThat(failure.key().name()).isEqualTo("bad");
              assertThat(failure.thrown()).hasMessage("cannot look at bad");
            });
  }

  @Test
  void peopleAreToldOnTheObject() {
    faulty.throwsAt.add("bad");
    List<Operation> operations =
        put("bad", 1).stream()
            .filter(Effect.Write.class::isInstance)
            .flatMap(write -> ((Effect.Write) write).operations().stream())
            .toList();
    assertThat(operations)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.key().resource()).isEqualTo("events");
              assertThat(event.body().path("reason").asText()).isEqualTo("ReconcileFailed");
              assertThat(event.body().path("message").asText()).contains("cannot look at bad");
              assertThat(event.body().at("/involvedObject/uid").asText()).isEqualTo("u-bad");
            });
  }

  @Test
  void itIsTriedEverMoreRarelyAndNotWithEachChange() {
    faulty.throwsAt.add("bad");
    List<Duration> pauses = new ArrayList<>();
    failures(put("bad", 1)).forEach(failure -> pauses.add(failure.pause()));
    assertThat(failures(put("bad", 2))).isEmpty();
    for (int second = 0; second < 800; second++) {
      failures(after(Duration.ofSeconds(1))).forEach(failure -> pauses.add(failure.pause()));
    }
    assertThat(pauses)
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L);
  }

  @Test
  void onceItPassesAllIsForgotten() {
    faulty.throwsAt.add("bad");
    put("bad", 1);
    after(Duration.ofSeconds(1));
    faulty.throwsAt.clear();
    after(Duration.ofSeconds(2));
    assertThat(faulty.looked).containsExactly("bad");
    faulty.throwsAt.add("bad");
    assertThat(failures(put("bad", 2)))
        .extracting(Effect.Failure::pause)
        .containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void aChangeThatWasNotTakenInIsToldAgainAsItIsNow() {
    put("bad", 1);
    faulty.throwsWhenTold.add("bad");
    assertThat(failures(put("bad", 2))).hasSize(1);
    faulty.throwsWhenTold.clear();
    put("bad", 3);
    faulty.told.clear();
    after(Duration.ofSeconds(1));
    assertThat(faulty.told).containsExactly("1>3 of bad");
    after(Duration.ofMinutes(10));
    assertThat(faulty.told).hasSize(1);
    assertThat(healthy.told).containsExactly("->1 of bad", "1>2 of bad", "2>3 of bad");
  }

  @Test
  void whatWasToBeLookedAtSoonerIsNotLost() {
    faulty.throwsAt.add("bad");
    put("bad", 1);
    put("bad", 2);
    after(Duration.ofMillis(1));
    faulty.throwsAt.clear();
    after(Duration.ofSeconds(1));
    assertThat(faulty.looked).containsExactly("bad");
  }

  @Test
  void anEndlessRecursionIsContainedToo() {
    Controller endless =
        new Controller() {
          @Override
          public String name() {
            return "endless";
          }

          @Override
          public void changed(Change change, Work work) {
            work.look(change.key());
          }

          @Override
          @SuppressWarnings("InfiniteRecursion") // it is what is to be contained
          public void reconcile(ObjectKey key, Work work) {
            reconcile(key, work);
          }
        };
    ControllerReactor both = new ControllerReactor(List.of(endless, healthy));
    ObjectKey key = Catalogue.CONFIGMAPS.key("default", "any");
    KubeObject object =
        new KubeObject(
            Json.parseObject("{\"metadata\":{\"uid\":\"u\",\"resourceVersion\":\"1\"}}"));
    assertThat(failures(both.changed(table, table.apply(key, object), now))).hasSize(1);
    assertThat(healthy.looked).containsExactly("any");
  }
}
