package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.Entry;
import io.shiplog.e2e.chaos.history.Entry.Answer;
import io.shiplog.e2e.chaos.history.Entry.Asked;
import io.shiplog.e2e.chaos.history.Entry.Decided;
import io.shiplog.e2e.chaos.history.Entry.Listed;
import io.shiplog.e2e.chaos.history.Entry.Watched;
import io.shiplog.e2e.chaos.history.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every watcher is shown what the log has of its scope: first a list that is the state at the
 * list's version, then each change after it, once and in order, whichever gateways it was connected
 * to, up to the last write that was acknowledged.
 */
final class WatchesComplete implements Check {

  @Override
  public String claim() {
    return "watches are complete and in order";
  }

  @Override
  public List<String> findings(History history) {
    Map<String, List<Entry>> watchers = new LinkedHashMap<>();
    for (Entry entry : history.entries()) {
      if (entry instanceof Listed listed) {
        watchers.computeIfAbsent(listed.watcher(), w -> new ArrayList<>()).add(listed);
      } else if (entry instanceof Watched watched) {
        watchers.computeIfAbsent(watched.watcher(), w -> new ArrayList<>()).add(watched);
      }
    }
    List<String> findings = new ArrayList<>();
    watchers.forEach(
        (watcher, seen) -> {
          String why = finding(seen, history);
          if (!why.isEmpty()) {
            findings.add("watcher " + watcher + ": " + why);
          }
        });
    return findings;
  }

  /** The first thing that is wrong; what follows would only follow from it. */
  private static String finding(List<Entry> seen, History history) {
    if (!(seen.getFirst() instanceof Listed first)) {
      return "began without a list: " + seen.getFirst();
    }
    String scope = first.scope();
    List<Decided> log =
        history.all(Decided.class).stream().filter(d -> d.key().startsWith(scope)).toList();
    WatchedScope watched = new WatchedScope(log);
    for (Entry entry : seen) {
      String why =
          switch (entry) {
            case Listed listed -> watched.list(listed);
            case Watched event -> watched.event(event);
            default -> "";
          };
      if (!why.isEmpty()) {
        return why;
      }
    }
    return watched.seenUpTo(lastAcknowledged(scope, history));
  }

  private static long lastAcknowledged(String scope, History history) {
    return history.all(Asked.class).stream()
        .filter(asked -> asked.write() && asked.answer() == Answer.DONE)
        .filter(asked -> asked.key().startsWith(scope))
        .mapToLong(Asked::resourceVersion)
        .max()
        .orElse(0);
  }
}
