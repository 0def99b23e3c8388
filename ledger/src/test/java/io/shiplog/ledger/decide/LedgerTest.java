package io.shiplog.ledger.decide;

import static io.shiplog.ledger.decide.World.json;
import static io.shiplog.ledger.decide.World.key;
import static io.shiplog.ledger.decide.World.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.topics.Limits;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of every command, whatever it asks for. */
class LedgerTest {

  private static final WriteOptions DRY = new WriteOptions("", false, true, "Ignore");

  private final World world = new World();

  @Test
  void aCommandIsAcceptedWhollyOrNotAtAll() {
    Operation good = create("configmaps/default/a");
    Operation bad = delete("configmaps/default/b");
    assertThat(line(world.run(good, bad))).isEqualTo("404 NotFound: configmaps \"b\" not found");
    assertThat(world.has("configmaps/default/a")).isFalse();

    Outcome both = world.run(good, delete("configmaps/default/a"));
    assertThat(line(both)).isEqualTo("ACCEPTED");
    assertThat(both.results())
        .extracting(Outcome.OperationResult::deleted)
        .containsExactly(false, true);
    assertThat(world.has("configmaps/default/a")).isFalse();
  }

  @Test
  void laterOperationsSeeWhatEarlierOnesTook() {
    Operation one = service("one", "10.96.7.7");
    Operation two = service("two", "10.96.7.7");
    assertThat(line(world.run(one, two)))
        .startsWith("422 Invalid: Service \"two\"")
        .endsWith("provided IP is already allocated");
    assertThat(line(world.run(one, delete("services/default/one"), two))).isEqualTo("ACCEPTED");
    assertThat(world.text("services/default/two", "spec", "clusterIP")).isEqualTo("10.96.7.7");
  }

  @Test
  void operationsOfOneCommandBelongToOneShard() {
    assertThat(line(world.run(create("configmaps/default/a"), create("events/default/e"))))
        .isEqualTo(
            "400 BadRequest: the operations of one command must belong to one shard: configmaps and"
                + " events do not");
  }

  @Test
  void aDryRunAnswersAndChangesNothing() {
    long version = world.state.resourceVersion();
    Outcome outcome = world.run(Operation.create(key("configmaps/default/a"), json("{}"), DRY));
    assertThat(outcome.result()).isEqualTo(Outcome.Result.ACCEPTED);
    ObjectNode answer = outcome.results().getFirst().object();
    assertThat(Json.text(answer, "metadata", "name")).isEqualTo("a");
    assertThat(answer.path("metadata").has("resourceVersion")).isFalse();
    assertThat(world.has("configmaps/default/a")).isFalse();
    assertThat(world.state.resourceVersion()).isEqualTo(version);

    world.create("configmaps/default/a", "{}");
    Operation update = Operation.update(key("configmaps/default/a"), json("{data: {x: '1'}}"), DRY);
    assertThat(Json.text(world.run(update).results().getFirst().object(), "data", "x"))
        .isEqualTo("1");
    assertThat(world.text("configmaps/default/a", "data", "x")).isEmpty();
  }

  @Test
  void aNodeTouchesNoPodThatIsBoundToAnother() {
    world.create(
        "pods/default/a", "{spec: {nodeName: 'n1', containers: [{name: 'c', image: 'i'}]}}");
    for (String node : List.of("n2", "n1")) {
      Operation status =
          Operation.updateStatus(
              key("pods/default/a"),
              json("{status: {phase: 'Running'}}"),
              Preconditions.NONE,
              WriteOptions.DEFAULT);
      assertThat(line(world.run(Command.of("by-" + node, UserInfo.node(node), status))))
          .isEqualTo(
              node.equals("n1")
                  ? "ACCEPTED"
                  : "403 Forbidden: node \"n2\" is not allowed to update pods/default/a, status");
    }
  }

  @Test
  void anObjectMayNotBeTooLarge() {
    assertThat(line(world.run(pod("ä".repeat(800_000)))))
        .startsWith("413 RequestEntityTooLarge: Request entity too large: the object takes 16")
        .endsWith("limit is 1572864");
    assertThat(line(world.run(pod("x".repeat(1_500_000))))).isEqualTo("ACCEPTED");
  }

  /** A byte is a byte: what JSON makes of it does not count, as in Kubernetes' own encoding. */
  @Test
  void whatJsonEscapesIsNoLarger() {
    for (String text : List.of("\0", "\"\n", "\\", "x")) {
      String mebibyte = text.repeat((1 << 20) / text.length());
      ObjectNode map = json("{}");
      map.putObject("data").put("k", mebibyte);
      map.putObject("metadata")
          .putObject("annotations")
          .put("a", text.repeat(200_000 / text.length()));
      assertThat(
              line(
                  world.run(
                      Operation.create(key("configmaps/default/a"), map, WriteOptions.DEFAULT))))
          .isEqualTo("ACCEPTED");
      assertThat(Json.bytes(world.get("configmaps/default/a").json()).length)
          .isLessThan(Limits.MAX_RECORD_BYTES);
      world.delete("configmaps/default/a");
      assertThat(line(world.run(pod(text.repeat(1_600_000 / text.length()))))).startsWith("413 ");
    }
    ObjectNode secret = json("{}");
    secret.putObject("data").put("k", Base64.getEncoder().encodeToString(new byte[1 << 20]));
    secret.putObject("metadata").putObject("annotations").put("a", "x".repeat(250_000));
    assertThat(
            line(
                world.run(
                    Operation.create(key("secrets/default/a"), secret, WriteOptions.DEFAULT))))
        .isEqualTo("ACCEPTED");
  }

  private static Operation pod(String argument) {
    ObjectNode pod = json(World.POD);
    ((ObjectNode) pod.at("/spec/containers/0")).putArray("args").add(argument);
    return Operation.create(key("pods/default/large"), pod, WriteOptions.DEFAULT);
  }

  @Test
  void whatIsNotServedIsNotFoundAndWhatIsNotAllowedIsSaid() {
    assertThat(line(world.create("gadgets.example.org/default/a", "{}")))
        .isEqualTo("404 NotFound: the server could not find the requested resource");
    assertThat(line(world.on("configmaps/default/a", "status", Verb.UPDATE, "{}")))
        .isEqualTo("404 NotFound: the server could not find the requested resource");
    assertThat(line(world.on("pods/default/a", "binding", Verb.UPDATE, "{}")))
        .startsWith("405 MethodNotAllowed: ");
    assertThat(line(world.on("pods/default/a", "log", Verb.CREATE, "{}")))
        .startsWith("405 MethodNotAllowed: ");
  }

  @Test
  void anObjectMadeAgainByARepeatedCommandHasAnotherUid() {
    world.create("configmaps/default/a", "{}");
    String first = world.get("configmaps/default/a").uid();
    world.delete("configmaps/default/a");
    world.repeatFirst("configmaps/default/a");
    assertThat(world.get("configmaps/default/a").uid()).hasSize(36).isNotEqualTo(first);
  }

  private static Operation create(String key) {
    return Operation.create(key(key), json("{}"), WriteOptions.DEFAULT);
  }

  private static Operation delete(String key) {
    return Operation.delete(key(key), Preconditions.NONE, null);
  }

  private static Operation service(String name, String address) {
    return Operation.create(
        key("services/default/" + name),
        json("{spec: {clusterIP: '" + address + "', ports: [{port: 80}]}}"),
        WriteOptions.DEFAULT);
  }
}
