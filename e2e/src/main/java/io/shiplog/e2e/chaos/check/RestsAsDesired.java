package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.Entry.Rested;
import io.shiplog.e2e.chaos.history.History;
import java.util.List;

/** Once nothing is broken any more, what is there is what was desired. */
final class RestsAsDesired implements Check {

  @Override
  public String claim() {
    return "the cluster comes to rest as desired";
  }

  @Override
  public List<String> findings(History history) {
    return history.all(Rested.class).stream()
        .filter(rested -> !rested.desired().equals(rested.found()))
        .map(
            rested -> rested.what() + ": desired " + rested.desired() + ", found " + rested.found())
        .toList();
  }
}
