package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.Entry.Broke;
import io.shiplog.e2e.chaos.history.Entry.Containers;
import io.shiplog.e2e.chaos.history.History;
import java.util.List;

/**
 * There is something to judge: somebody looked at what runs on the node, after the last fault, too.
 */
final class EnoughLooks implements Check {

  @Override
  public String claim() {
    return "what runs was looked at to the end";
  }

  @Override
  public List<String> findings(History history) {
    long last = history.all(Broke.class).stream().mapToLong(Broke::at).max().orElse(0);
    boolean looked = history.all(Containers.class).stream().anyMatch(look -> look.at() > last);
    return looked ? List.of() : List.of("nobody looked at what runs after the last fault");
  }
}
