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
import java.util.TreeMap;

/** The log has every write that was acknowledged, as it was acknowledged. */
final class NothingLost implements Check {

  @Override
  public String claim() {
    return "no acknowledged write is lost";
  }

  @Override
  public List<String> findings(History history) {
    Map<String, Decided> log = new HashMap<>();
    Map<String, Integer> deletions = new TreeMap<>();
    for (Decided decided : history.all(Decided.class)) {
      log.put(decided.key() + "@" + decided.resourceVersion(), decided);
      if (decided.type().equals("DELETED")) {
        deletions.merge(decided.key(), 1, Integer::sum);
      }
    }
    List<String> findings = new ArrayList<>();
    for (Asked asked : history.all(Asked.class)) {
      if (!asked.write() || asked.answer() != Answer.DONE) {
        continue;
      }
      if (asked.verb() == Verb.DELETE) {
        if (deletions.merge(asked.key(), -1, Integer::sum) < 0) {
          findings.add("more deletions were acknowledged than the log has: " + asked);
        }
      } else {
        Decided decided = log.get(asked.key() + "@" + asked.resourceVersion());
        if (decided == null || !decided.data().equals(asked.data())) {
          findings.add("acknowledged: " + asked + "; the log has: " + decided);
        }
      }
    }
    return findings;
  }
}
