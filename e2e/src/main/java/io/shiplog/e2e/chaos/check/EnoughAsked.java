package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.Entry.Answer;
import io.shiplog.e2e.chaos.history.Entry.Asked;
import io.shiplog.e2e.chaos.history.Entry.Broke;
import io.shiplog.e2e.chaos.history.Entry.Listed;
import io.shiplog.e2e.chaos.history.Entry.Watched;
import io.shiplog.e2e.chaos.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * There is something to judge: writes were acknowledged until after the last fault, and every
 * watcher was shown changes. Without, the other checks would find nothing wrong in nothing.
 */
final class EnoughAsked implements Check {

  @Override
  public String claim() {
    return "clients wrote to the end, and all watchers were shown changes";
  }

  @Override
  public List<String> findings(History history) {
    List<String> findings = new ArrayList<>();
    long last = history.all(Broke.class).stream().mapToLong(Broke::at).max().orElse(0);
    boolean written =
        history.all(Asked.class).stream()
            .anyMatch(
                asked -> asked.write() && asked.answer() == Answer.DONE && asked.returned() > last);
    if (!written) {
      findings.add("no write was acknowledged after the last fault");
    }
    Set<String> watchers =
        history.all(Listed.class).stream().map(Listed::watcher).collect(Collectors.toSet());
    if (watchers.isEmpty()) {
      findings.add("nobody watched");
    }
    history.all(Watched.class).stream()
        .filter(watched -> !watched.type().equals("BOOKMARK"))
        .map(Watched::watcher)
        .forEach(watchers::remove);
    watchers.forEach(watcher -> findings.add("watcher " + watcher + " was shown no change"));
    return findings;
  }
}
