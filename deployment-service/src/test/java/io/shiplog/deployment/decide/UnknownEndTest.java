package io.shiplog.deployment.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.reconcile.Reactor;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of an object that the service never saw: the log was compacted in between. */
class UnknownEndTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pods/default/a",
        "replicasets.apps/default/a",
        "deployments.apps/default/a",
        "namespaces//a",
        "nodes//a",
        "leases.coordination.k8s.io/kube-node-lease/a",
        "events/default/a",
        "services/default/a",
        "configmaps/default/a"
      })
  void meansNothing(String key) {
    Reactor reactor = WorkloadControllers.reactor(Optional.of("CA"));
    ObjectTable table = new ObjectTable();
    reactor.start(table, NOW);
    Change end = table.apply(ObjectKey.parse(key), null);
    assertThat(reactor.changed(table, end, NOW)).isEmpty();
    assertThat(reactor.tick(table, NOW.plusSeconds(60))).isEmpty();
  }
}
