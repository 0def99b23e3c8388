package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.Entry.Host;
import io.shiplog.e2e.chaos.history.History;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Nothing of ours is left on the host that was not there before. */
final class HostAsBefore implements Check {

  @Override
  public String claim() {
    return "nothing is left behind on the host";
  }

  @Override
  public List<String> findings(History history) {
    Set<String> before = new HashSet<>();
    List<String> findings = new ArrayList<>();
    for (Host host : history.all(Host.class)) {
      if (host.when().equals("before")) {
        before.addAll(host.things());
      } else {
        host.things().stream()
            .filter(thing -> !before.contains(thing))
            .forEach(thing -> findings.add("left behind: " + thing));
      }
    }
    return findings;
  }
}
