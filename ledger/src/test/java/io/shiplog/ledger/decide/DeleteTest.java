package io.shiplog.ledger.decide;

import static io.shiplog.ledger.decide.World.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.Verb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeleteTest {

  private static final String MAP = "configmaps/default/a";
  private static final String POD = "pods/default/web";
  private final World world = new World();

  @Test
  void goesAtOnceWhereNothingHoldsIt() {
    world.create(MAP, "{}");
    Outcome outcome = world.delete(MAP);
    assertThat(outcome.results().getFirst().deleted()).isTrue();
    assertThat(outcome.results().getFirst().resourceVersion())
        .isEqualTo(world.state.resourceVersion());
    assertThat(world.has(MAP)).isFalse();
    assertThat(line(world.delete(MAP))).isEqualTo("404 NotFound: configmaps \"a\" not found");
  }

  @Test
  void preconditionsHold() {
    world.create(MAP, "{}");
    String uid = world.get(MAP).uid();
    long version = world.get(MAP).resourceVersion();
    assertThat(line(delete(Preconditions.uid("other"))))
        .isEqualTo(
            "409 Conflict: Operation cannot be fulfilled on ConfigMap \"a\": the UID in the"
                + " precondition (other) does not match the UID in record ("
                + uid
                + "). The object might have been deleted and then recreated");
    assertThat(line(delete(Preconditions.exactly(uid, version + 1))))
        .isEqualTo(
            "409 Conflict: Operation cannot be fulfilled on ConfigMap \"a\": the ResourceVersion in"
                + " the precondition ("
                + (version + 1)
                + ") does not match the ResourceVersion in record ("
                + version
                + "). The object might have been modified");
    assertThat(line(delete(Preconditions.exactly(uid, version)))).isEqualTo("ACCEPTED");
  }

  private Outcome delete(Preconditions preconditions) {
    return world.run(Operation.delete(World.key(MAP), preconditions, DeletePolicy.DEFAULT));
  }

  /** Grace asked for at first and then, the pod's own, and what is left: -1 where it is gone. */
  @ParameterizedTest
  @CsvSource({
    "true,  Running,   , none, 30",
    "true,  Running,  5, none, 5",
    "true,  Running,  5,     , 5",
    "true,  Running,  5,    9, 5",
    "true,  Running, 20,    5, 5",
    "true,  Running, -3, none, 1",
    "true,  Running,  0, none, -1",
    "true,  Running, 20,    0, -1",
    "true,  Failed,    , none, -1",
    "true,  Succeeded,9, none, -1",
    "false, Pending,   , none, -1",
    "false, Pending, 30, none, -1"
  })
  void podsGetTime(boolean bound, String phase, Long first, String then, long left) {
    world.create(POD, World.POD);
    if (bound) {
      world.on(POD, "binding", Verb.CREATE, "{target: {name: 'n1'}}");
    }
    world.on(POD, "status", Verb.UPDATE, "{status: {phase: '" + phase + "'}}");
    world.delete(POD, first, null);
    world.passes(2);
    if (!"none".equals(then)) {
      world.delete(POD, then == null ? null : Long.valueOf(then), null);
    }
    if (left < 0) {
      assertThat(world.has(POD)).isFalse();
      return;
    }
    var metadata = world.get(POD).metadata();
    assertThat(metadata.path("deletionGracePeriodSeconds").asLong()).isEqualTo(left);
    assertThat(metadata.path("deletionTimestamp").asText())
        .isEqualTo("2026-01-01T00:00:%02dZ".formatted(left));
  }

  @ParameterizedTest
  @CsvSource({
    "          ,           , GONE",
    "Background,           , GONE",
    "Foreground,           , foregroundDeletion",
    "Orphan,               , orphan",
    "          , example.org/x, example.org/x",
    "Background, example.org/x, example.org/x",
    "Foreground, example.org/x, example.org/x foregroundDeletion",
    "Sideways,             , 400"
  })
  void finalizersHoldObjectsBack(String propagation, String own, String expected) {
    String finalizers = own == null ? "[]" : "['" + own + "']";
    world.create(MAP, "{metadata: {finalizers: " + finalizers + "}}");
    Outcome outcome = world.delete(MAP, null, propagation);
    if (outcome.status() != null) {
      assertThat(Integer.toString(outcome.status().code())).isEqualTo(expected);
    } else if (expected.equals("GONE")) {
      assertThat(world.has(MAP)).isFalse();
    } else {
      assertThat(world.get(MAP).terminating()).isTrue();
      assertThat(String.join(" ", world.get(MAP).finalizers())).isEqualTo(expected);
      assertThat(line(world.delete(MAP, null, null))).isEqualTo("UNCHANGED");
    }
  }

  @Test
  void theLastFinalizerTakesTheObjectWithIt() {
    world.create(MAP, "{metadata: {finalizers: ['example.org/a', 'example.org/b']}}");
    world.delete(MAP);
    assertThat(line(world.merge(MAP, "{metadata: {finalizers: ['example.org/c']}}")))
        .startsWith("422 Invalid: ")
        .contains("metadata.finalizers: Forbidden: no new finalizers can be added");
    world.merge(MAP, "{metadata: {finalizers: ['example.org/b']}}");
    assertThat(world.has(MAP)).isTrue();
    Outcome last = world.merge(MAP, "{metadata: {finalizers: null}}");
    assertThat(last.results().getFirst().deleted()).isTrue();
    assertThat(world.has(MAP)).isFalse();
  }

  @Test
  void aPodWithAFinalizerGoesWhenBothAreDone() {
    world.create(POD, World.POD.replaceFirst("\\{", "{metadata: {finalizers: ['example.org/a']},"));
    world.on(POD, "binding", Verb.CREATE, "{target: {name: 'n1'}}");
    world.delete(POD);
    world.delete(POD, 0L, null);
    assertThat(world.get(POD).metadata().path("deletionGracePeriodSeconds").asInt(-1)).isZero();
    world.merge(POD, "{metadata: {finalizers: null}}");
    assertThat(world.has(POD)).isFalse();
  }

  @Test
  void namespacesWaitForTheirController() {
    assertThat(line(world.delete("namespaces//default")))
        .isEqualTo(
            "403 Forbidden: namespaces \"default\" is forbidden: this namespace may not be deleted");
    String key = "namespaces//team";
    world.create(key, "{}");
    Outcome outcome = world.delete(key);
    assertThat(outcome.results().getFirst().deleted()).isFalse();
    assertThat(world.text(key, "status", "phase")).isEqualTo("Terminating");
    assertThat(line(world.delete(key))).isEqualTo("UNCHANGED");
    assertThat(line(world.merge(key, "{metadata: {labels: {a: 'b'}}}"))).isEqualTo("ACCEPTED");
    Outcome last = world.on(key, "finalize", Verb.UPDATE, "{spec: {finalizers: []}}");
    assertThat(last.results().getFirst().deleted()).isTrue();
    assertThat(world.has(key)).isFalse();
  }

  @Test
  void finalizingALivingNamespaceOnlyEmptiesTheList() {
    world.create("namespaces//team", "{}");
    world.on("namespaces//team", "finalize", Verb.UPDATE, "{spec: {finalizers: []}}");
    assertThat(world.get("namespaces//team").spec().path("finalizers")).isEmpty();
    assertThat(world.delete("namespaces//team").results().getFirst().deleted()).isTrue();
  }
}
