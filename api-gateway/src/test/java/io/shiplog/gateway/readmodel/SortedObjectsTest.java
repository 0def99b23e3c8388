package io.shiplog.gateway.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.WrittenObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedObjectsTest {

  private static final WrittenObject NOTHING =
      new WrittenObject("{}".getBytes(StandardCharsets.UTF_8));

  private record Kept(SortedObjects snapshot, NavigableMap<ObjectKey, StoredObject> model) {}

  /** Grows, changes and shrinks by chance, beside a TreeMap; snapshots stay what they were. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40, 700, 6000})
  void isASortedMapOfWhichEveryVersionStays(int names) {
    Random random = new Random(names);
    NavigableMap<ObjectKey, StoredObject> model = new TreeMap<>();
    SortedObjects objects = SortedObjects.empty();
    List<Kept> kept = new ArrayList<>();
    for (int step = 1; step <= 30_000; step++) {
      boolean growing = step / 5_000 % 2 == 0;
      ObjectKey key = key(random.nextInt(names));
      if (random.nextInt(10) < (growing ? 8 : 2)) {
        StoredObject object = object(key, step);
        objects = objects.with(object);
        model.put(key, object);
      } else {
        objects = objects.without(key);
        model.remove(key);
      }
      assertThat(objects.size()).isEqualTo(model.size());
      probe(objects, model, key(random.nextInt(names)));
      if (step % 1_500 == 0) {
        kept.add(new Kept(objects, new TreeMap<>(model)));
      }
    }
    for (Kept one : kept) {
      assertThat(all(one.snapshot())).containsExactlyElementsOf(one.model().values());
    }
  }

  private static void probe(
      SortedObjects objects, NavigableMap<ObjectKey, StoredObject> model, ObjectKey key) {
    assertThat(objects.get(key)).isSameAs(model.get(key));
    Iterator<StoredObject> behind = objects.between(objects.rank(key), objects.size());
    Map.Entry<ObjectKey, StoredObject> next = model.ceilingEntry(key);
    assertThat(behind.hasNext()).isEqualTo(next != null);
    if (next != null) {
      assertThat(behind.next()).isSameAs(next.getValue());
    }
  }

  @Test
  void aRankSaysHowManyComeBefore() {
    SortedObjects objects = SortedObjects.empty();
    for (int i = 0; i < 2_000; i++) {
      objects = objects.with(object(Catalogue.PODS.key("n", "%05d".formatted(2 * i)), i));
    }
    for (int i = 0; i < 2_000; i++) {
      assertThat(objects.rank(Catalogue.PODS.key("n", "%05d".formatted(2 * i)))).isEqualTo(i);
      assertThat(objects.rank(Catalogue.PODS.key("n", "%05d".formatted(2 * i + 1))))
          .isEqualTo(i + 1);
    }
    Iterator<StoredObject> some = objects.between(30, 70);
    assertThat(some)
        .toIterable()
        .extracting(StoredObject::resourceVersion)
        .hasSize(40)
        .startsWith(30L);
    assertThat(objects.between(5, 5).hasNext()).isFalse();
  }

  @Test
  void whatIsTakenOutAltogetherLeavesNothing() {
    SortedObjects objects = SortedObjects.empty();
    for (int i = 0; i < 5_000; i++) {
      objects = objects.with(object(key(i), i));
    }
    for (int i = 4_999; i >= 0; i--) {
      objects = objects.without(key(i));
    }
    assertThat(objects).isSameAs(SortedObjects.empty());
    assertThat(objects.without(key(1))).isSameAs(objects);
  }

  private static List<StoredObject> all(SortedObjects objects) {
    List<StoredObject> all = new ArrayList<>();
    objects.between(0, objects.size()).forEachRemaining(all::add);
    return all;
  }

  private static ObjectKey key(int number) {
    return Catalogue.PODS.key("space-" + number % 7, "pod-" + number);
  }

  private static StoredObject object(ObjectKey key, long version) {
    return new StoredObject(key, version, "uid", NOTHING, Map.of(), Map.of());
  }
}
