package io.shiplog.e2e.chaos.check;

import static io.shiplog.e2e.chaos.check.Sample.KEY;
import static io.shiplog.e2e.chaos.check.Sample.decided;
import static io.shiplog.e2e.chaos.check.Sample.done;
import static io.shiplog.e2e.chaos.check.Sample.listed;
import static io.shiplog.e2e.chaos.check.Sample.refused;
import static io.shiplog.e2e.chaos.check.Sample.replacing;
import static io.shiplog.e2e.chaos.check.Sample.unknown;
import static io.shiplog.e2e.chaos.check.Sample.watched;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.e2e.chaos.history.Entry;
import io.shiplog.e2e.chaos.history.Entry.Broke;
import io.shiplog.e2e.chaos.history.Entry.Containers;
import io.shiplog.e2e.chaos.history.Entry.Host;
import io.shiplog.e2e.chaos.history.Entry.Ids;
import io.shiplog.e2e.chaos.history.Entry.Listed;
import io.shiplog.e2e.chaos.history.Entry.Rested;
import io.shiplog.e2e.chaos.history.Entry.Shown;
import io.shiplog.e2e.chaos.history.Entry.Verb;
import io.shiplog.e2e.chaos.history.Entry.Watched;
import io.shiplog.e2e.chaos.history.History;
import io.shiplog.e2e.chaos.history.HistoryFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A good history passes every check; each planted wrong is found, by the check it is meant for. */
class ChecksTest {

  private static final Map<String, String> V1 = Map.of("value", "v1");
  private static final Map<String, String> V2 = Map.of("value", "v2");
  private static final Map<String, String> V3 = Map.of("value", "v2", "merged", "v3");
  private static final Map<String, String> V5 = Map.of("applied", "v5");

  @TempDir Path folder;

  @Test
  void aGoodHistoryPasses() {
    History history = new History(Sample.good());
    assertThat(Stream.of(Checks.OF_CLIENTS, Checks.OF_NODES, Checks.OF_HOSTS).flatMap(List::stream))
        .allSatisfy(check -> assertThat(check.findings(history)).as(check.claim()).isEmpty());
  }

  @Test
  void aHistoryIsReadAsItWasWritten() throws IOException {
    History history = new History(Sample.good());
    HistoryFile.write(folder.resolve("h.jsonl"), history);
    assertThat(HistoryFile.read(folder.resolve("h.jsonl"))).isEqualTo(history);
  }

  static Stream<Arguments> requests() {
    var update = done("one", 20, 40, Verb.UPDATE, "v2", 5, 6, V2);
    var read = done("two", 15, 35, Verb.GET, "", 0, 5, V1);
    var absent = refused("one", 90, 95, Verb.GET, "", 0, 404);
    var applied = done("one", 100, 110, Verb.APPLY, "v5", 0, 9, V5);
    var stale = refused("one", 55, 60, Verb.UPDATE, "v4", 6, 409);
    return Stream.of(
        row(
            "a read of what was overwritten before",
            read,
            done("two", 45, 48, Verb.GET, "", 0, 5, V1)),
        row("a read of what is written later", read, done("two", 12, 14, Verb.GET, "", 0, 6, V2)),
        row("a read of what nobody wrote", read, done("two", 15, 35, Verb.GET, "", 0, 5, V5)),
        row("a read after the deletion", absent, done("one", 90, 95, Verb.GET, "", 0, 7, V3)),
        row(
            "an update from a version that was gone",
            update,
            done("one", 20, 40, Verb.UPDATE, "v2", 4, 6, V2)),
        row("a version that went back", update, done("one", 20, 40, Verb.UPDATE, "v2", 5, 5, V2)),
        row(
            "two updates from one version",
            stale,
            done("one", 41, 45, Verb.UPDATE, "v4", 5, 7, Map.of("value", "v4"))),
        row(
            "a conflict where nothing had changed",
            update,
            refused("one", 12, 14, Verb.UPDATE, "v2", 5, 409)),
        row(
            "not found while it was there",
            stale,
            refused("one", 55, 60, Verb.UPDATE, "v4", 6, 404)),
        row(
            "a create of what was there",
            stale,
            done("one", 55, 60, Verb.CREATE, "v4", 0, 9, Map.of("value", "v4"))),
        row(
            "an apply that brought back what was deleted",
            applied,
            done("one", 100, 110, Verb.APPLY, "v5", 0, 9, Map.of("value", "v2", "applied", "v5"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void whatNoSingleCopyCouldAnswerIsFound(String what, Entry old, Entry wrong) {
    History history = replacing(old, wrong);
    assertThat(new Linearizable().findings(history)).singleElement().asString().startsWith(KEY);
  }

  @Test
  void aWriteWithoutAnAnswerMayHaveHappenedOrNot() {
    var create = done("one", 0, 10, Verb.CREATE, "v1", 0, 5, V1);
    var delete = unknown("one", 20, Verb.DELETE, "");
    var gone = refused("two", 30, 40, Verb.GET, "", 0, 404);
    var there = done("two", 50, 60, Verb.GET, "", 0, 5, V1);
    assertThat(linearizable(create, delete, gone)).isTrue();
    assertThat(linearizable(create, delete, there)).isTrue();
    assertThat(linearizable(create, delete, gone, there)).isFalse();
    var merge = unknown("one", 20, Verb.MERGE, "v3");
    var merged = done("two", 30, 40, Verb.GET, "", 0, 6, Map.of("value", "v1", "merged", "v3"));
    assertThat(linearizable(create, merge, merged, decided("MODIFIED", 6, merged.data()))).isTrue();
    assertThat(linearizable(create, merge, merged)).as("the log lacks it").isFalse();
  }

  private static boolean linearizable(Entry... entries) {
    return new Linearizable().findings(new History(List.of(entries))).isEmpty();
  }

  static Stream<Arguments> others() {
    var merged = decided("MODIFIED", 7, V3);
    var second = watched("MODIFIED", 6, V2);
    return Stream.of(
        row(
            "an acknowledged write that the log lacks",
            new NothingLost(),
            decided("MODIFIED", 6, V2)),
        row(
            "an acknowledged write that the log has otherwise",
            new NothingLost(),
            decided("MODIFIED", 6, V2),
            decided("MODIFIED", 6, V1)),
        row(
            "an acknowledged deletion that the log lacks",
            new NothingLost(),
            decided("DELETED", 8, V3)),
        row("a version given twice", new VersionsRise(), merged, decided("MODIFIED", 6, V3)),
        row("a version that went back", new VersionsRise(), merged, decided("MODIFIED", 3, V3)),
        row(
            "a change of what is not there",
            new VersionsRise(),
            decided("ADDED", 5, V1),
            decided("MODIFIED", 5, V1)),
        row("an object added twice", new VersionsRise(), merged, decided("ADDED", 7, V3)),
        row("a change that was not shown", new WatchesComplete(), watched("DELETED", 8, V3)),
        row("a change shown twice", new WatchesComplete(), second, second, second),
        row(
            "a change shown with another's data",
            new WatchesComplete(),
            second,
            watched("MODIFIED", 6, V1)),
        row(
            "an addition shown as a change",
            new WatchesComplete(),
            second,
            watched("ADDED", 6, V2)),
        row(
            "changes in another order",
            new WatchesComplete(),
            second,
            watched("DELETED", 8, V3),
            second),
        row(
            "a bookmark that passes over a change",
            new WatchesComplete(),
            watched("BOOKMARK", 5, Map.of()),
            watched("BOOKMARK", 6, Map.of())),
        row(
            "a list that lacks an object",
            new WatchesComplete(),
            listed(7, new Shown(KEY, 7, V3)),
            listed(7)),
        row(
            "a list with an old state",
            new WatchesComplete(),
            listed(7, new Shown(KEY, 7, V3)),
            listed(7, new Shown(KEY, 6, V2))),
        row(
            "a list that went back",
            new WatchesComplete(),
            listed(7, new Shown(KEY, 7, V3)),
            listed(5, new Shown(KEY, 5, V1))),
        row("a watch that ended early", new WatchesComplete(), watched("ADDED", 9, V5)),
        row(
            "a command without an outcome",
            new OneOutcomeEach(),
            new Ids("outcomes", List.of("c2", "c1", "c2")),
            new Ids("outcomes", List.of("c2", "c2"))),
        row(
            "a command with two outcomes",
            new OneOutcomeEach(),
            new Ids("commands", List.of("c1", "c2", "c2")),
            new Ids("commands", List.of("c1", "c2"))),
        row(
            "a container that runs twice",
            new OneContainerEach(),
            new Containers("node-1", 10, List.of("uid-1/web", "uid-1/log", "uid-2/web")),
            new Containers("node-1", 10, List.of("uid-1/web", "uid-1/web"))),
        row(
            "a pod too few at rest",
            new RestsAsDesired(),
            new Rested("pods", "5 pods", "5 pods"),
            new Rested("pods", "5 pods", "4 pods")),
        row(
            "nothing acknowledged after the last fault",
            new EnoughAsked(),
            new Host("before", List.of("netns other")),
            new Broke(120, "the ledger: killed")),
        row(
            "nobody who looks at what runs",
            new EnoughLooks(),
            new Containers("node-1", 10, List.of("uid-1/web", "uid-1/log", "uid-2/web"))),
        row(
            "nobody who looked after the last fault",
            new EnoughLooks(),
            new Host("before", List.of("netns other")),
            new Broke(20, "containerd: killed")),
        row(
            "a namespace left behind",
            new HostAsBefore(),
            new Host("after", List.of("netns other")),
            new Host("after", List.of("netns other", "netns ours"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void whatIsLostDoubledOrOutOfOrderIsFound(String what, Check check, Entry old, Entry[] wrong) {
    assertThat(check.findings(replacing(old, wrong))).hasSize(1);
  }

  @Test
  void aWatcherWhoWasShownNothingIsFound() {
    List<Entry> entries = Sample.good();
    entries.removeIf(entry -> entry instanceof Watched);
    assertThat(new EnoughAsked().findings(new History(entries))).hasSize(1);
    entries.removeIf(entry -> entry instanceof Listed);
    assertThat(new EnoughAsked().findings(new History(entries))).hasSize(1);
  }

  private static Arguments row(String what, Check check, Entry old, Entry... wrong) {
    return Arguments.of(what, check, old, wrong);
  }

  private static Arguments row(String what, Entry old, Entry wrong) {
    return Arguments.of(what, old, wrong);
  }
}
