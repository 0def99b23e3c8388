package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.Entry;
import io.shiplog.e2e.chaos.history.Entry.Answer;
import io.shiplog.e2e.chaos.history.Entry.Asked;
import io.shiplog.e2e.chaos.history.Entry.Containers;
import io.shiplog.e2e.chaos.history.Entry.Decided;
import io.shiplog.e2e.chaos.history.Entry.Host;
import io.shiplog.e2e.chaos.history.Entry.Ids;
import io.shiplog.e2e.chaos.history.Entry.Listed;
import io.shiplog.e2e.chaos.history.Entry.Rested;
import io.shiplog.e2e.chaos.history.Entry.Shown;
import io.shiplog.e2e.chaos.history.Entry.Verb;
import io.shiplog.e2e.chaos.history.Entry.Watched;
import io.shiplog.e2e.chaos.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small history in which all is well, and short ways to write entries. */
final class Sample {

  static final String KEY = "configmaps/chaos/a";
  static final String SCOPE = "configmaps/chaos/";

  private Sample() {}

  /** A create, an update that overlaps a read, a lost answer, and a deletion. */
  static List<Entry> good() {
    return new ArrayList<>(
        List.of(
            new Host("before", List.of("netns other")),
            listed(1),
            done("one", 0, 10, Verb.CREATE, "v1", 0, 5, Map.of("value", "v1")),
            done("one", 20, 40, Verb.UPDATE, "v2", 5, 6, Map.of("value", "v2")),
            done("two", 15, 35, Verb.GET, "", 0, 5, Map.of("value", "v1")),
            unknown("two", 50, Verb.MERGE, "v3"),
            refused("one", 55, 60, Verb.UPDATE, "v4", 6, 409),
            done("one", 70, 80, Verb.DELETE, "", 0, 0, Map.of()),
            refused("one", 90, 95, Verb.GET, "", 0, 404),
            done("one", 100, 110, Verb.APPLY, "v5", 0, 9, Map.of("applied", "v5")),
            decided("ADDED", 5, Map.of("value", "v1")),
            decided("MODIFIED", 6, Map.of("value", "v2")),
            decided("MODIFIED", 7, Map.of("value", "v2", "merged", "v3")),
            decided("DELETED", 8, Map.of("value", "v2", "merged", "v3")),
            decided("ADDED", 9, Map.of("applied", "v5")),
            watched("ADDED", 5, Map.of("value", "v1")),
            watched("BOOKMARK", 5, Map.of()),
            watched("MODIFIED", 6, Map.of("value", "v2")),
            listed(7, new Shown(KEY, 7, Map.of("value", "v2", "merged", "v3"))),
            watched("DELETED", 8, Map.of("value", "v2", "merged", "v3")),
            watched("ADDED", 9, Map.of("applied", "v5")),
            new Ids("commands", List.of("c1", "c2", "c2")),
            new Ids("outcomes", List.of("c2", "c1", "c2")),
            new Containers("node-1", 10, List.of("uid-1/web", "uid-1/log", "uid-2/web")),
            new Rested("pods", "5 pods", "5 pods"),
            new Host("after", List.of("netns other"))));
  }

  /** The good history with one entry replaced. */
  static History replacing(Entry old, Entry... with) {
    List<Entry> entries = good();
    int at = entries.indexOf(old);
    if (at < 0) {
      throw new IllegalArgumentException("not in the sample: " + old);
    }
    entries.remove(at);
    entries.addAll(at, List.of(with));
    return new History(entries);
  }

  static Asked done(
      String client,
      long called,
      long returned,
      Verb verb,
      String value,
      long expected,
      long version,
      Map<String, String> data) {
    return new Asked(
        client, "g", called, returned, verb, KEY, value, expected, Answer.DONE, 200, version, data);
  }

  static Asked refused(
      String client,
      long called,
      long returned,
      Verb verb,
      String value,
      long expected,
      int status) {
    return new Asked(
        client,
        "g",
        called,
        returned,
        verb,
        KEY,
        value,
        expected,
        Answer.REFUSED,
        status,
        0,
        Map.of());
  }

  static Asked unknown(String client, long called, Verb verb, String value) {
    return new Asked(
        client, "g", called, called + 1, verb, KEY, value, 0, Answer.UNKNOWN, 0, 0, Map.of());
  }

  static Decided decided(String type, long version, Map<String, String> data) {
    return new Decided(0, type, KEY, version, data);
  }

  static Watched watched(String type, long version, Map<String, String> data) {
    String key = type.equals("BOOKMARK") ? "" : KEY;
    return new Watched("w", version, "g", type, key, version, data);
  }

  static Listed listed(long version, Shown... items) {
    return new Listed("w", SCOPE, version, "g", version, List.of(items));
  }
}
