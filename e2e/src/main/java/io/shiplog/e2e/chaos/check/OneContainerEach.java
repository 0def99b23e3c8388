package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.Entry.Containers;
import io.shiplog.e2e.chaos.history.History;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A pod's container never runs twice at a time. */
final class OneContainerEach implements Check {

  @Override
  public String claim() {
    return "no container runs twice";
  }

  @Override
  public List<String> findings(History history) {
    List<String> findings = new ArrayList<>();
    for (Containers containers : history.all(Containers.class)) {
      Set<String> met = new HashSet<>();
      for (String one : containers.running()) {
        if (!met.add(one)) {
          findings.add(one + " runs twice on " + containers.node() + " at " + containers.at());
        }
      }
    }
    return findings;
  }
}
