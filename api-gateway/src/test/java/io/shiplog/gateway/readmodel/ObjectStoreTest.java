package io.shiplog.gateway.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.WrittenObject;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.select.FieldSelector;
import io.shiplog.model.select.LabelSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {

  private static final Runnable NOBODY = () -> {};
  private static final Selection NODES = Selection.all(Catalogue.NODES, "");

  private Instant now = Instant.EPOCH;
  private final ObjectStore store =
      new ObjectStore(new WindowBounds(5, 1 << 20, Duration.ofMinutes(5)), () -> now);

  @Test
  void listsInKeyOrderAndByPage() {
    put(1, "b", "y", "app=web");
    put(2, "a", "z", "app=web");
    put(3, "b", "x", "app=db");

    Page first = store.list(all(""), null, 2);
    assertThat(names(first.objects())).containsExactly("a/z", "b/x");
    assertThat(first.resourceVersion()).isEqualTo(3);
    assertThat(first.more()).isTrue();
    assertThat(first.remaining()).isEqualTo(1);

    Page second = store.list(all(""), first.objects().getLast().key(), 2);
    assertThat(names(second.objects())).containsExactly("b/y");
    assertThat(second.more()).isFalse();
    assertThat(names(store.list(all("b"), null, 0).objects())).containsExactly("b/x", "b/y");
  }

  @Test
  void aPageThatEndsWithTheListHasNoMore() {
    put(1, "a", "x", "app=web");
    put(2, "a", "y", "app=db");

    assertThat(store.list(labels("app=web"), null, 1).more()).isFalse();
  }

  @Test
  void aWatchReplaysTheWindowAndThenWhatHappens() {
    put(1, "a", "x", "v=1");
    put(2, "a", "x", "v=2");
    put(3, "a", "y", "v=1");
    AtomicInteger signals = new AtomicInteger();
    Watcher watcher = store.watchAfter(all("a"), 1, signals::incrementAndGet);
    delete(4, "a", "x");

    assertThat(drain(watcher)).containsExactly("MODIFIED a/x@2", "ADDED a/y@3", "DELETED a/x@4");
    assertThat(signals).hasValue(0);
    put(5, "a", "y", "v=2");
    assertThat(signals).hasValue(1);
    assertThat(drain(watcher)).containsExactly("MODIFIED a/y@5");
  }

  @Test
  void aWatchFromAVersionThatIsYetToComeTellsNothingTwice() {
    put(1, "a", "x", "v=1");
    Watcher watcher = store.watchAfter(all("a"), 3, NOBODY);
    watcher.requestBookmark();
    put(2, "a", "x", "v=2");
    put(3, "a", "y", "v=1");
    assertThat(drain(watcher)).isEmpty();
    watcher.requestBookmark();
    put(4, "a", "x", "v=3");
    assertThat(drain(watcher)).containsExactly("BOOKMARK @3", "MODIFIED a/x@4");
  }

  @Test
  void aDeletionShowsTheLastStateAtTheVersionOfTheDeletion() {
    put(1, "a", "x", "v=1");
    Watcher watcher = store.watchAfter(all(""), 1, NOBODY);
    delete(2, "a", "x");

    StoredObject last = watcher.poll().object();
    assertThat(last.parse().resourceVersion()).isEqualTo(2);
    assertThat(last.parse().label("v")).isEqualTo("1");
  }

  @Test
  void anObjectThatEntersOrLeavesTheSelectionIsAddedOrDeleted() {
    Watcher watcher = store.watchAfter(labels("app=web"), 0, NOBODY);
    put(1, "a", "x", "app=db");
    put(2, "a", "x", "app=web");
    put(3, "a", "x", "app=web");
    put(4, "a", "x", "app=db");
    delete(5, "a", "x");

    assertThat(drain(watcher)).containsExactly("ADDED a/x@2", "MODIFIED a/x@3", "DELETED a/x@4");
  }

  @Test
  void aWatchOfTheStateBeginsWithItAndSaysWhereItEnds() {
    put(7, "a", "x", "v=1");
    put(9, "b", "y", "v=1");
    Watcher watcher = store.watchState(all(""), true, NOBODY);
    put(10, "a", "x", "v=2");
    watcher.requestBookmark();

    assertThat(drain(watcher))
        .containsExactly(
            "ADDED a/x@7", "ADDED b/y@9", "INITIAL_END @9", "MODIFIED a/x@10", "BOOKMARK @10");
  }

  @Test
  void aVersionOutsideTheWindowHasExpired() {
    for (int version = 1; version <= 7; version++) {
      put(version, "a", "x", "v=" + version);
    }

    assertThat(drain(store.watchAfter(all(""), 2, NOBODY))).hasSize(5);
    assertThatThrownBy(() -> store.watchAfter(all(""), 1, NOBODY))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.status().code()).isEqualTo(410);
              assertThat(e.status().reason()).isEqualTo("Expired");
              assertThat(e.status().message()).isEqualTo("too old resource version: 1 (2)");
            });
  }

  @Test
  void aDeletionWhoseLastStateWasCompactedAwayEndsTheWindow() {
    put(1, "a", "x", "v=1");
    delete(2, "a", "gone");

    assertThat(store.version(Catalogue.MAIN_SHARD)).isEqualTo(2);
    assertThatThrownBy(() -> store.watchAfter(all(""), 1, NOBODY)).isInstanceOf(ApiException.class);
    assertThat(drain(store.watchAfter(all(""), 2, NOBODY))).isEmpty();
  }

  @Test
  void readingTheLogAgainChangesNothing() {
    put(1, "a", "x", "v=1");
    put(2, "a", "x", "v=2");
    Watcher watcher = store.watchAfter(all(""), 2, NOBODY);
    put(1, "a", "x", "v=1");

    assertThat(drain(watcher)).isEmpty();
    assertThat(store.get(key("a", "x")).orElseThrow().labels()).containsEntry("v", "2");
  }

  @Test
  void aWatcherThatDoesNotReadIsCutOff() {
    Watcher slow = store.watchAfter(all(""), 0, NOBODY);
    for (int version = 1; version <= Watcher.MAX_WAITING; version++) {
      put(version, "a", "x", "v=1");
    }
    assertThat(slow.overflowed()).isFalse();
    put(Watcher.MAX_WAITING + 1, "a", "x", "v=1");
    assertThat(slow.overflowed()).isTrue();
  }

  @Test
  void aWatcherOfLargeObjectsIsCutOffSoonerAndNotWhileItReads() {
    Watcher slow = store.watchAfter(all(""), 0, NOBODY);
    Watcher quick = store.watchAfter(all(""), 0, NOBODY);
    String megabyte = "v=" + "x".repeat(1 << 20);
    for (int version = 1; version <= 2 * (Watcher.MAX_WAITING_BYTES >> 20); version++) {
      put(version, "a", "x", megabyte);
      assertThat(drain(quick)).hasSize(1);
    }
    assertThat(slow.overflowed()).isTrue();
    assertThat(quick.overflowed()).isFalse();
  }

  @Test
  void deletionsOfLargeObjectsFillTheWindow() {
    String text = "v=" + "x".repeat(300 << 10);
    put(1, "a", "x", text);
    put(2, "a", "y", "v=1");
    delete(3, "a", "x");
    put(4, "a", "y", "v=2");
    assertThat(drain(store.watchAfter(all(""), 3, NOBODY))).hasSize(1);
    put(5, "a", "x", text);
    delete(6, "a", "x");
    put(7, "a", "x", text);
    assertThatThrownBy(() -> store.watchAfter(all(""), 3, NOBODY)).isInstanceOf(ApiException.class);
  }

  @Test
  void aKindThatChangesAllTheTimeExpiresNoOther() {
    put(1, "a", "x", "v=1");
    put(2, "a", "x", "v=2");
    String text = "x".repeat(100 << 10);
    for (int version = 3; version <= 40; version++) {
      putNode(version, text);
    }

    assertThat(drain(store.watchAfter(all(""), 1, NOBODY))).containsExactly("MODIFIED a/x@2");
    assertThatThrownBy(() -> store.watchAfter(NODES, 34, NOBODY)).isInstanceOf(ApiException.class);
    assertThat(drain(store.watchAfter(NODES, 36, NOBODY))).hasSize(4);
  }

  @Test
  void whereAllKindsHoldTooMuchTheLargestGivesWay() {
    put(1, "a", "x", "v=1");
    put(2, "a", "x", "v=2");
    String text = "x".repeat(300 << 10);
    putNode(3, text);
    putNode(4, text);
    putNode(5, text);

    assertThat(drain(store.watchAfter(all(""), 1, NOBODY))).hasSize(1);
    assertThatThrownBy(() -> store.watchAfter(NODES, 3, NOBODY)).isInstanceOf(ApiException.class);
  }

  @Test
  void whatIsTooOldIsForgotten() {
    put(1, "a", "x", "v=1");
    now = now.plus(Duration.ofMinutes(4));
    put(2, "a", "x", "v=2");
    assertThat(drain(store.watchAfter(all(""), 0, NOBODY))).hasSize(2);
    now = now.plus(Duration.ofMinutes(2));
    putNode(3, "any kind may come");

    assertThatThrownBy(() -> store.watchAfter(all(""), 0, NOBODY)).isInstanceOf(ApiException.class);
    assertThat(drain(store.watchAfter(all(""), 1, NOBODY))).containsExactly("MODIFIED a/x@2");
  }

  @Test
  void aClosedWatcherHearsNothing() {
    Watcher watcher = store.watchAfter(all(""), 0, NOBODY);
    watcher.close();
    put(1, "a", "x", "v=1");

    assertThat(watcher.poll()).isNull();
  }

  @Test
  void aListGoesOnAtTheVersionAtWhichItBegan() {
    put(1, "a", "x", "v=1");
    put(2, "a", "y", "v=1");
    put(3, "b", "z", "v=1");
    Page first = store.list(all(""), null, 1);
    delete(4, "b", "z");
    put(5, "a", "w", "v=1");
    put(6, "a", "y", "v=2");

    Page rest = store.listAt(3, all(""), first.objects().getLast().key(), 0).orElseThrow();
    assertThat(rest.resourceVersion()).isEqualTo(3);
    assertThat(states(rest)).containsExactly("a/y@2", "b/z@3");
    assertThat(states(store.list(all(""), null, 0))).containsExactly("a/w@5", "a/x@1", "a/y@6");
  }

  @Test
  void aListCanBeHadAtAnyVersionOfTheWindowAndNoOther() {
    for (int version = 1; version <= 8; version++) {
      put(version, "a", "x-" + version % 3, "v=1");
    }
    putNode(9, "another kind");

    assertThat(store.listAt(2, all(""), null, 0)).isEmpty();
    assertThat(states(store.listAt(3, all(""), null, 0).orElseThrow()))
        .containsExactly("a/x-0@3", "a/x-1@1", "a/x-2@2");
    assertThat(states(store.listAt(5, all(""), null, 0).orElseThrow()))
        .containsExactly("a/x-0@3", "a/x-1@4", "a/x-2@5");
    assertThat(states(store.listAt(9, all(""), null, 0).orElseThrow()))
        .isEqualTo(states(store.list(all(""), null, 0)));
  }

  @Test
  void whatALogReadAnewMayLackIsNoListOfThePast() {
    put(1, "a", "x", "v=1");
    store.readAgain();
    put(3, "a", "x", "v=3");

    assertThat(store.listAt(2, all(""), null, 0)).isEmpty();
    assertThat(store.listAt(3, all(""), null, 0)).isEmpty();
    assertThat(states(store.listAt(1, all(""), null, 0).orElseThrow())).containsExactly("a/x@1");
  }

  @Test
  void aListOfOneNameIsThatObject() {
    put(1, "a", "x", "v=1");
    put(2, "a", "xx", "v=1");
    put(3, "b", "x", "v=1");

    assertThat(states(store.list(fields("a", "metadata.name=x"), null, 0)))
        .containsExactly("a/x@1");
    assertThat(states(store.list(fields("", "metadata.name=x"), null, 0)))
        .containsExactly("a/x@1", "b/x@3");
    assertThat(store.list(fields("c", "metadata.name=x"), null, 0).objects()).isEmpty();
  }

  @Test
  void whoeverAsksForPartHearsOfThatPart() {
    List<Watcher> watchers =
        Stream.of(
                fields("a", "metadata.name=x"),
                fields("", "metadata.name=x"),
                fields("a", "metadata.name!=x"),
                all("b"),
                all(""))
            .map(one -> store.watchAfter(one, 0, NOBODY))
            .toList();
    put(1, "a", "x", "v=1");
    put(2, "b", "x", "v=1");
    put(3, "a", "y", "v=1");

    assertThat(watchers.stream().map(ObjectStoreTest::drain))
        .containsExactly(
            List.of("ADDED a/x@1"),
            List.of("ADDED a/x@1", "ADDED b/x@2"),
            List.of("ADDED a/y@3"),
            List.of("ADDED b/x@2"),
            List.of("ADDED a/x@1", "ADDED b/x@2", "ADDED a/y@3"));
    assertThat(store.watchers(Catalogue.CONFIGMAPS)).isEqualTo(5);
    watchers.forEach(Watcher::close);
    assertThat(store.watchers(Catalogue.CONFIGMAPS)).isZero();
  }

  @Test
  void whoeverAsksForPodsOfANodeSeesThemComeAndGo() {
    Watcher nowhere = store.watchAfter(pods("spec.nodeName="), 0, NOBODY);
    Watcher one = store.watchAfter(pods("spec.nodeName=one"), 0, NOBODY);
    Watcher two = store.watchAfter(pods("spec.nodeName=two"), 0, NOBODY);
    putPod(1, "p", "");
    putPod(2, "p", "one");
    putPod(3, "q", "two");
    putPod(4, "p", "two");
    store.apply(Catalogue.PODS.key("a", "p"), 5, null);

    assertThat(drain(nowhere)).containsExactly("ADDED a/p@1", "DELETED a/p@2");
    assertThat(drain(one)).containsExactly("ADDED a/p@2", "DELETED a/p@4");
    assertThat(drain(two)).containsExactly("ADDED a/q@3", "ADDED a/p@4", "DELETED a/p@5");
  }

  private void putPod(long version, String name, String node) {
    ObjectKey key = Catalogue.PODS.key("a", name);
    ObjectNode json = Json.object();
    json.putObject("metadata").put("namespace", "a").put("name", name);
    json.putObject("spec").put("nodeName", node);
    WrittenObject object = new WrittenObject(Json.bytes(json));
    store.apply(key, version, StoredObject.of(Catalogue.PODS, key, version, object));
  }

  private static Selection pods(String fields) {
    return new Selection(
        Catalogue.PODS, "", LabelSelector.EVERYTHING, FieldSelector.parse(Catalogue.PODS, fields));
  }

  private static Selection fields(String namespace, String fields) {
    return new Selection(
        Catalogue.CONFIGMAPS,
        namespace,
        LabelSelector.EVERYTHING,
        FieldSelector.parse(Catalogue.CONFIGMAPS, fields));
  }

  private static List<String> states(Page page) {
    return page.objects().stream()
        .map(o -> o.key().namespace() + "/" + o.key().name() + "@" + o.resourceVersion())
        .toList();
  }

  private void put(long version, String namespace, String name, String label) {
    ObjectNode json = Json.object();
    ObjectNode metadata = json.putObject("metadata");
    metadata.put("namespace", namespace).put("name", name);
    metadata.put("resourceVersion", Long.toString(version));
    String[] pair = label.split("=");
    metadata.putObject("labels").put(pair[0], pair[1]);
    ObjectKey key = key(namespace, name);
    WrittenObject object = new WrittenObject(Json.bytes(json));
    store.apply(key, version, StoredObject.of(Catalogue.CONFIGMAPS, key, version, object));
  }

  private void putNode(long version, String text) {
    ObjectKey key = Catalogue.NODES.key("", "n");
    ObjectNode json = Json.object().put("text", text);
    json.putObject("metadata").put("name", "n");
    WrittenObject object = new WrittenObject(Json.bytes(json));
    store.apply(key, version, StoredObject.of(Catalogue.NODES, key, version, object));
  }

  private void delete(long version, String namespace, String name) {
    store.apply(key(namespace, name), version, null);
  }

  private static ObjectKey key(String namespace, String name) {
    return Catalogue.CONFIGMAPS.key(namespace, name);
  }

  private static Selection all(String namespace) {
    return Selection.all(Catalogue.CONFIGMAPS, namespace);
  }

  private static Selection labels(String selector) {
    return new Selection(
        Catalogue.CONFIGMAPS, "", LabelSelector.parse(selector), FieldSelector.EVERYTHING);
  }

  private static List<String> names(List<StoredObject> objects) {
    return objects.stream().map(o -> o.key().namespace() + "/" + o.key().name()).toList();
  }

  private static List<String> drain(Watcher watcher) {
    List<String> items = new ArrayList<>();
    for (WatchItem item = watcher.poll(); item != null; item = watcher.poll()) {
      String what =
          item.object() == null
              ? ""
              : item.object().key().namespace() + "/" + item.object().key().name();
      items.add(item.type() + " " + what + "@" + item.resourceVersion());
    }
    return items;
  }
}
