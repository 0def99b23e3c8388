package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.Entry.Decided;
import io.shiplog.e2e.chaos.history.Entry.Listed;
import io.shiplog.e2e.chaos.history.Entry.Shown;
import io.shiplog.e2e.chaos.history.Entry.Watched;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far one watcher has come in the changes of its scope. Answers are empty where all is well.
 */
final class WatchedScope {

  private final List<Decided> log;
  private int next;
  private long seen;

  /** A watcher that has seen nothing yet of these changes, which are in the order of the log. */
  WatchedScope(List<Decided> log) {
    this.log = log;
  }

  /** It starts over from a list. */
  String list(Listed listed) {
    if (listed.resourceVersion() < seen) {
      return "a list went back from version " + seen + ": " + listed;
    }
    Map<String, Shown> state = new TreeMap<>();
    next = 0;
    while (next < log.size() && log.get(next).resourceVersion() <= listed.resourceVersion()) {
      Decided change = log.get(next);
      if (change.type().equals("DELETED")) {
        state.remove(change.key());
      } else {
        state.put(change.key(), new Shown(change.key(), change.resourceVersion(), change.data()));
      }
      next++;
    }
    Map<String, Shown> shown = new TreeMap<>();
    listed.items().forEach(item -> shown.put(item.key(), item));
    seen = listed.resourceVersion();
    return state.equals(shown)
        ? ""
        : "the list at version " + seen + " is " + shown + "; by the log it is " + state;
  }

  /** It is shown a change or a bookmark. */
  String event(Watched event) {
    Decided expected = next < log.size() ? log.get(next) : null;
    if (event.type().equals("BOOKMARK")) {
      seen = Math.max(seen, event.resourceVersion());
      return expected != null && expected.resourceVersion() <= event.resourceVersion()
          ? "a bookmark passed over " + expected + ": " + event
          : "";
    }
    boolean same =
        expected != null
            && expected.key().equals(event.key())
            && expected.type().equals(event.type())
            && expected.resourceVersion() == event.resourceVersion()
            && expected.data().equals(event.data());
    next++;
    seen = event.resourceVersion();
    return same ? "" : "was shown " + event + "; next in the log is " + expected;
  }

  /** It ends; everything up to this version must have been shown. */
  String seenUpTo(long version) {
    boolean missing = next < log.size() && log.get(next).resourceVersion() <= version;
    return missing ? "ended before it was shown " + log.get(next) : "";
  }
}
