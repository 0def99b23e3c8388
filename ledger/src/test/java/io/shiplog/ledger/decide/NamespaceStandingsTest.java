package io.shiplog.ledger.decide;

import static io.shiplog.ledger.decide.World.json;
import static io.shiplog.ledger.decide.World.key;
import static io.shiplog.ledger.decide.World.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Fact;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events and Leases belong to their namespace, whichever shard they are on. */
class NamespaceStandingsTest {

  private final World world = new World();

  private Outcome event(String name) {
    return world.create("events/n/" + name, "{involvedObject: {namespace: 'n'}}");
  }

  private Outcome lease() {
    return world.create("leases.coordination.k8s.io/n/leader", "{spec: {holderIdentity: 'me'}}");
  }

  /** What the namespace controller asks for when nothing is left on the namespace's own shard. */
  private Outcome finalizeNamespace() {
    KubeObject namespace = world.get("namespaces//n");
    return world.run(
        new Operation(
            Verb.UPDATE,
            Catalogue.NAMESPACE_STANDINGS.key("", "n"),
            "finalize",
            null,
            json("{metadata: {name: 'n'}, spec: {finalizers: []}}"),
            Preconditions.exactly(namespace.uid(), namespace.resourceVersion()),
            WriteOptions.DEFAULT,
            null));
  }

  @Test
  void theyAreMadeOnlyWhereTheirNamespaceIsAndStays() {
    assertThat(line(event("e"))).isEqualTo("404 NotFound: namespaces \"n\" not found");
    assertThat(line(lease())).isEqualTo("404 NotFound: namespaces \"n\" not found");
    world.create("namespaces//n", "{}");
    assertThat(line(event("e"))).isEqualTo("ACCEPTED");
    assertThat(line(lease())).isEqualTo("ACCEPTED");
    world.delete("namespaces//n");
    Outcome late = event("late");
    assertThat(line(late))
        .isEqualTo(
            "403 Forbidden: events \"late\" is forbidden: unable to create new content in"
                + " namespace n because it is being terminated");
    assertThat(late.status().details().causes().getFirst().reason())
        .isEqualTo("NamespaceTerminating");
    world.delete("leases.coordination.k8s.io/n/leader");
    assertThat(line(lease())).startsWith("403 Forbidden: leases.coordination.k8s.io \"leader\"");
  }

  @Test
  void eventsGoWithTheirNamespaceAndAreNotInTheNext() {
    world.create("namespaces//n", "{}");
    event("e");
    world.delete("namespaces//n");
    assertThat(world.has("events/n/e")).isFalse();
    assertThat(line(finalizeNamespace())).isEqualTo("UNCHANGED");
    assertThat(world.has("namespaces//n")).isFalse();
    assertThat(line(event("e"))).isEqualTo("404 NotFound: namespaces \"n\" not found");
    world.create("namespaces//n", "{}");
    assertThat(world.state.list(Catalogue.EVENTS, "n")).isEmpty();
    assertThat(line(event("e"))).isEqualTo("ACCEPTED");
  }

  @Test
  void aNamespaceWaitsForAnEventThatIsHeld() {
    world.create("namespaces//n", "{}");
    world.create(
        "events/n/e", "{metadata: {finalizers: ['a/b']}, involvedObject: {namespace: 'n'}}");
    world.delete("namespaces//n");
    assertThat(world.get("events/n/e").terminating()).isTrue();
    assertThat(line(finalizeNamespace()))
        .startsWith("409 Conflict:")
        .endsWith("there are Events left in it");
    world.merge("events/n/e", "{metadata: {finalizers: null}}");
    finalizeNamespace();
    assertThat(world.has("namespaces//n")).isFalse();
  }

  @Test
  void manyEventsGoByAndBy() {
    world.create("namespaces//n", "{}");
    for (int i = 0; i < 2001; i++) {
      event("e" + i);
    }
    world.delete("namespaces//n");
    assertThat(world.state.list(Catalogue.EVENTS, "n")).isEmpty();
    assertThat(world.decisions().stream().mapToInt(one -> one.facts().size()).max()).hasValue(1001);
  }

  @Test
  void whatIsKnownIsToldWithoutConsequence() {
    world.create("namespaces//n", "{}");
    long before = world.state.resourceVersion();
    List<Command> told = NamespaceStandings.all(world.state, "again");
    assertThat(told).singleElement().satisfies(one -> assertThat(one.operations()).hasSize(2));
    told.forEach(command -> assertThat(line(world.run(command))).isEqualTo("UNCHANGED"));
    assertThat(world.state.resourceVersion()).isEqualTo(before);
  }

  /** Of a home in which the shard of the Events was never told of namespaces. */
  @Test
  void theFirstWordOnANamespaceLeavesItsEvents() {
    world.create("namespaces//n", "{}");
    event("e");
    var standing = key("namespacestandings.internal.shiplog.io//n");
    KubeObject last = world.state.get(standing).orElseThrow();
    world.state.replay(
        new Fact(Fact.Type.DELETED, standing, world.state.resourceVersion() + 1, last, "", ""));
    NamespaceStandings.all(world.state, "first").forEach(world::run);
    assertThat(world.has("events/n/e")).isTrue();
    assertThat(line(event("f"))).isEqualTo("ACCEPTED");
  }

  /** Of a home in which Leases had a shard of their own. */
  @Test
  void aLeaseOfFormerTimesMovesToTheMainShard() {
    LedgerState former = new LedgerState();
    KubeObject lease =
        new KubeObject(
            json(
                "{apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: {name: 'leader',"
                    + " namespace: 'default', uid: 'u', resourceVersion: '7', labels: {a: 'b'}},"
                    + " spec: {holderIdentity: 'me', leaseTransitions: 5}}"));
    var leaseKey = key("leases.coordination.k8s.io/default/leader");
    former.replay(new Fact(Fact.Type.ADDED, leaseKey, 7, lease, "c", "u"));
    Opening opening = Opening.of(2, former, "o");
    assertThat(opening.facts())
        .singleElement()
        .satisfies(
            fact -> {
              assertThat(fact.type()).isEqualTo(Fact.Type.DELETED);
              assertThat(fact.resourceVersion()).isEqualTo(8);
            });
    opening
        .following()
        .forEach(command -> assertThat(line(world.run(command))).isEqualTo("ACCEPTED"));
    assertThat(world.text(leaseKey.toString(), "spec", "leaseTransitions")).isEqualTo("5");
    assertThat(world.text(leaseKey.toString(), "metadata", "labels", "a")).isEqualTo("b");
    opening.following().forEach(command -> assertThat(line(world.run(command))).startsWith("409"));
  }
}
