package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.Entry.Answer;
import io.shiplog.e2e.chaos.history.Entry.Asked;
import io.shiplog.e2e.chaos.history.Entry.Decided;
import io.shiplog.e2e.chaos.history.Entry.Verb;
import io.shiplog.e2e.chaos.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every object behaves as if there were one copy of it, whichever gateway is asked.
 *
 * <p>What came of a write that got no answer is looked up in the log: it happened, at the version
 * there, or it did not. Only deletions carry nothing to look them up by and stay open.
 */
final class Linearizable implements Check {

  @Override
  public String claim() {
    return "every object is linearizable";
  }

  @Override
  public List<String> findings(History history) {
    Map<String, Long> written = written(history);
    Map<String, List<Asked>> requests = new TreeMap<>();
    for (Asked asked : history.all(Asked.class)) {
      settled(asked, written)
          .ifPresent(one -> requests.computeIfAbsent(one.key(), k -> new ArrayList<>()).add(one));
    }
    List<String> findings = new ArrayList<>();
    requests.forEach(
        (key, list) -> new Search(list).failure().ifPresent(why -> findings.add(key + ": " + why)));
    return findings;
  }

  /** The first version at which each written value stands in the log. */
  private static Map<String, Long> written(History history) {
    Map<String, Long> written = new HashMap<>();
    for (Decided decided : history.all(Decided.class)) {
      decided.data().values().forEach(v -> written.putIfAbsent(v, decided.resourceVersion()));
    }
    return written;
  }

  private static Optional<Asked> settled(Asked asked, Map<String, Long> written) {
    if (asked.answer() != Answer.UNKNOWN || asked.verb() == Verb.DELETE) {
      return Optional.of(asked);
    }
    Long version = asked.write() ? written.get(asked.value()) : null;
    return version == null ? Optional.empty() : Optional.of(asked.at(version));
  }
}
