package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.Entry.Ids;
import io.shiplog.e2e.chaos.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every command has exactly one outcome. A service that repeats itself after a crash sends a
 * command again under its old id; then there are as many outcomes.
 */
final class OneOutcomeEach implements Check {

  @Override
  public String claim() {
    return "every command has exactly one outcome";
  }

  @Override
  public List<String> findings(History history) {
    Map<String, Integer> open = new TreeMap<>();
    for (Ids ids : history.all(Ids.class)) {
      int sign = ids.topic().equals("commands") ? 1 : -1;
      ids.ids().forEach(id -> open.merge(id, sign, Integer::sum));
    }
    List<String> findings = new ArrayList<>();
    open.forEach(
        (id, balance) -> {
          if (balance > 0) {
            findings.add("command " + id + " lacks " + balance + " outcome(s)");
          } else if (balance < 0) {
            findings.add("command " + id + " has " + -balance + " outcome(s) too many");
          }
        });
    return findings;
  }
}
