package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.Entry.Decided;
import io.shiplog.e2e.chaos.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In the order of the log resourceVersions only rise, across kinds, and an object is added when it
 * is not there, and changed or deleted when it is.
 */
final class VersionsRise implements Check {

  @Override
  public String claim() {
    return "resourceVersions only rise";
  }

  @Override
  public List<String> findings(History history) {
    Map<Integer, Long> last = new HashMap<>();
    Set<String> there = new HashSet<>();
    List<String> findings = new ArrayList<>();
    for (Decided decided : history.all(Decided.class)) {
      Long before = last.put(decided.shard(), decided.resourceVersion());
      if (before != null && decided.resourceVersion() <= before) {
        findings.add("after version " + before + " the log has " + decided);
      }
      boolean added = decided.type().equals("ADDED");
      if (added == there.contains(decided.key())) {
        findings.add((added ? "there already: " : "not there: ") + decided);
      }
      if (decided.type().equals("DELETED")) {
        there.remove(decided.key());
      } else {
        there.add(decided.key());
      }
    }
    return findings;
  }
}
