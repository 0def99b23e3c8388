package io.shiplog.ledger.decide;

import static io.shiplog.ledger.decide.World.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.ledger.decide.kinds.Rules;
import io.shiplog.model.Json;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.schema.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateTest {

  private static final String DEPLOYMENT = "deployments.apps/default/web";
  private final World world = new World();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          configmaps/default/a | {data: {x: '2'}}                                      | ACCEPTED
          configmaps/default/a | {data: {x: '1'}}                                      | UNCHANGED
          configmaps/default/a | {metadata: {resourceVersion: '3'}, data: {x: '2'}}    | ACCEPTED
          configmaps/default/a | {metadata: {resourceVersion: '1'}, data: {x: '2'}}    | 409 Conflict: Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again
          configmaps/default/a | {metadata: {uid: 'other'}}                            | 409 Conflict: Operation cannot be fulfilled on configmaps "a": Precondition failed: UID in precondition: other, UID in object meta: UID
          configmaps/default/b | {}                                                    | 404 NotFound: configmaps "b" not found
          configmaps/default/a | {metadata: {name: 'b'}}                               | 400 BadRequest: the name of the object (b) does not match the name on the URL (a)
          endpoints/default/a  | {}                                                    | ACCEPTED
          endpoints/default/a  | {metadata: {resourceVersion: '5'}}                    | 404 NotFound: endpoints "a" not found
          """)
  void updating(String key, String body, String expected) {
    world.create("configmaps/default/a", "{data: {x: '1'}}");
    String uid = world.get("configmaps/default/a").uid();
    assertThat(line(world.update(key, body)))
        .isEqualTo(expected.replace("meta: UID", "meta: " + uid));
  }

  @Test
  void nothingChangesTwice() {
    world.create("configmaps/default/a", "{data: {x: '1'}}");
    world.update("configmaps/default/a", "{data: {x: '2'}}");
    long version = world.state.resourceVersion();
    world.passes(60);
    assertThat(line(world.update("configmaps/default/a", "{data: {x: '2'}}")))
        .isEqualTo("UNCHANGED");
    assertThat(world.state.resourceVersion()).isEqualTo(version);
  }

  @Test
  void whatTheLedgerWroteStays() {
    world.create("configmaps/default/a", "{}");
    var before = world.get("configmaps/default/a").metadata().deepCopy();
    world.passes(60);
    world.update(
        "configmaps/default/a",
        "{metadata: {creationTimestamp: '2020-01-01T00:00:00Z', generation: 9,"
            + " deletionTimestamp: '2020-01-01T00:00:00Z'}, data: {x: '1'}}");
    var after = world.get("configmaps/default/a").metadata();
    for (String field : new String[] {"uid", "creationTimestamp", "generation", "name"}) {
      assertThat(after.path(field)).as(field).isEqualTo(before.path(field));
    }
    assertThat(world.get("configmaps/default/a").terminating()).isFalse();
  }

  @Test
  void onlyAChangedWishRaisesTheGeneration() {
    world.create(DEPLOYMENT, World.DEPLOYMENT);
    world.on(DEPLOYMENT, "status", Verb.UPDATE, "{status: {replicas: 1}}");
    world.merge(DEPLOYMENT, "{metadata: {labels: {a: 'b'}}}");
    assertThat(world.get(DEPLOYMENT).generation()).isEqualTo(1);
    world.merge(DEPLOYMENT, "{spec: {replicas: 2}}");
    assertThat(world.get(DEPLOYMENT).generation()).isEqualTo(2);
    assertThat(world.get(DEPLOYMENT).status().path("replicas").asInt()).isEqualTo(1);
  }

  @Test
  void statusAndSpecAreWrittenApart() {
    world.create(DEPLOYMENT, World.DEPLOYMENT);
    world.on(DEPLOYMENT, "status", Verb.UPDATE, "{spec: {replicas: 7}, status: {replicas: 1}}");
    assertThat(world.get(DEPLOYMENT).spec().path("replicas").asInt()).isEqualTo(1);
    world.merge(DEPLOYMENT, "{spec: {replicas: 7}, status: {replicas: 7}}");
    assertThat(world.get(DEPLOYMENT).spec().path("replicas").asInt()).isEqualTo(7);
    assertThat(world.get(DEPLOYMENT).status().path("replicas").asInt()).isEqualTo(1);
  }

  /** What comes with a status: by whom and how it is written, and which marks it leaves. */
  @ParameterizedTest
  @CsvSource({
    "services/default/s,         merge,  admin, new, new",
    "pods/default/p,             merge,  admin, new, new",
    "deployments.apps/default/d, merge,  admin, old, new",
    "pods/default/p,             seen,   admin, new, new",
    "pods/default/p,             blind,  admin, old, old",
    "pods/default/p,             merge,  node,  old, old",
    "pods/default/p,             seen,   node,  old, old",
  })
  void aStatusMayBringLabelsAndAnnotations(
      String key, String how, String who, String label, String annotation) {
    String spec =
        switch (key.split("/")[0]) {
          case "services" -> "{spec: {ports: [{port: 80}]}}";
          case "pods" -> "{spec: {nodeName: 'n1', containers: [{name: 'c', image: 'i'}]}}";
          default -> World.DEPLOYMENT;
        };
    World world = new World(new Ledger(Rules::of, new SchemaBodies(Schemas.builtin())));
    world.create(key, spec);
    world.merge(key, "{metadata: {labels: {m: 'old'}, annotations: {m: 'old'}}}");
    ObjectNode body =
        World.json("{metadata: {labels: {m: 'new'}, annotations: {m: 'new'}}, status: {}}");
    if (how.equals("seen")) {
      Json.ensure(body, "metadata")
          .put("resourceVersion", Long.toString(world.get(key).resourceVersion()));
    }
    UserInfo user = who.equals("node") ? UserInfo.node("n1") : UserInfo.controller("admin");
    Operation operation =
        how.equals("merge")
            ? Operation.patch(
                World.key(key),
                "status",
                PatchType.MERGE,
                body,
                Preconditions.NONE,
                WriteOptions.DEFAULT)
            : Operation.updateStatus(
                World.key(key), body, Preconditions.NONE, WriteOptions.DEFAULT);
    assertThat(world.run(Command.of("c", user, operation)).status()).isNull();
    assertThat(world.get(key).label("m")).isEqualTo(label);
    assertThat(world.get(key).annotation("m")).isEqualTo(annotation);
  }

  /** A readiness gate may be patched while the node's status is on its way. */
  @Test
  void aNodeLeavesTheConditionsOfOthersAsTheyAre() {
    World world = new World(new Ledger(Rules::of, new SchemaBodies(Schemas.builtin())));
    String pod = "pods/default/p";
    world.create(pod, World.POD.replace("{spec: {", "{spec: {nodeName: 'n1', "));
    ObjectNode body =
        World.json(
            "{status: {conditions: [{type: 'Ready', status: 'True'},"
                + " {type: 'gate', status: 'False'}, {type: 'former', status: 'True'}]}}");
    Operation late =
        Operation.updateStatus(World.key(pod), body, Preconditions.NONE, WriteOptions.DEFAULT);
    Operation gate =
        Operation.patch(
            World.key(pod),
            "status",
            PatchType.STRATEGIC,
            World.json("{status: {conditions: [{type: 'gate', status: 'True'}]}}"),
            Preconditions.NONE,
            WriteOptions.DEFAULT);
    world.run(Command.of("a", UserInfo.controller("gates"), gate));
    assertThat(line(world.run(Command.of("b", UserInfo.node("n1"), late)))).isEqualTo("ACCEPTED");
    assertThat(world.get(pod).status().path("conditions"))
        .extracting(one -> one.path("type").asText() + " " + one.path("status").asText())
        .containsExactly("Ready True", "gate True");
  }

  @Test
  void aStatusOfAnotherLifeIsRefused() {
    world.create("pods/default/a", World.POD);
    Operation late =
        Operation.updateStatus(
            World.key("pods/default/a"),
            World.json("{status: {phase: 'Running'}}"),
            Preconditions.uid("former"),
            WriteOptions.DEFAULT);
    assertThat(line(world.run(late))).startsWith("409 Conflict: ");
  }

  @Test
  void everyFieldErrorIsTold() {
    world.create(DEPLOYMENT, World.DEPLOYMENT);
    var status =
        world
            .merge(DEPLOYMENT, "{metadata: {labels: {'b d': 'x'}, annotations: {'b d': 'x'}}}")
            .status();
    assertThat(status.code()).isEqualTo(422);
    assertThat(status.details().causes())
        .extracting(cause -> cause.field())
        .containsExactlyInAnyOrder("metadata.labels", "metadata.annotations");
  }
}
