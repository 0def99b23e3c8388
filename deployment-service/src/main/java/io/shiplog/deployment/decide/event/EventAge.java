package io.shiplog.deployment.decide.event;

import io.shiplog.controller.Controller;
import io.shiplog.controller.Work;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.reconcile.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Deletes Events an hour after they last happened, kube-apiserver's default for {@code
 * --event-ttl}.
 */
public final class EventAge implements Controller {

  private static final Duration KEPT = Duration.ofHours(1);

  @Override
  public String name() {
    return "event-ttl-controller";
  }

  @Override
  public void changed(Change change, Work work) {
    if (change.key().resource().equals(Catalogue.EVENTS.qualifiedName())) {
      work.look(change.key());
    }
  }

  @Override
  public void reconcile(ObjectKey key, Work work) {
    KubeObject event = work.table().get(key).orElse(null);
    if (event == null) {
      return;
    }
    Instant end = last(event).map(time -> time.plus(KEPT)).orElse(work.now());
    if (end.isAfter(work.now())) {
      work.lookAgain(key, end);
    } else {
      work.write(Operation.delete(key, Preconditions.uid(event.uid()), DeletePolicy.NOW));
    }
  }

  private static Optional<Instant> last(KubeObject event) {
    return Stream.of(
            event.at("lastTimestamp"),
            event.at("eventTime"),
            event.at("series", "lastObservedTime"),
            event.at("metadata", "creationTimestamp"))
        .flatMap(node -> KubeObject.instant(node).stream())
        .max(Instant::compareTo);
  }
}
