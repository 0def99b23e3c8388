package io.shiplog.simulator.invariant;

import io.shiplog.model.Catalogue;
import java.util.Optional;

/** A pod that is bound to a node stays bound to it. */
public final class BoundOnce implements Invariant {

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (Written written : evidence.news()) {
      if (!written.key().resource().equals(Catalogue.PODS.qualifiedName())
          || written.before() == null
          || written.after() == null) {
        continue;
      }
      String from = written.before().spec().path("nodeName").asText("");
      String to = written.after().spec().path("nodeName").asText("");
      boolean same = written.before().uid().equals(written.after().uid());
      if (same && !from.isEmpty() && !from.equals(to)) {
        return Optional.of(written.key() + " was bound to " + from + " and now to " + to);
      }
    }
    return Optional.empty();
  }
}
