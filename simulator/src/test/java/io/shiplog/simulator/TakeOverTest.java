package io.shiplog.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A scheduler that takes over, while the ledger has not decided what the former asked for. */
class TakeOverTest {

  private static final ObjectKey POD = Catalogue.PODS.key("default", "p");

  private final Cluster cluster =
      new Cluster(
          new Script(1, Shape.STORM, 3, StepSet.NONE), new Trace(null), UnaryOperator.identity());
  private final ServiceTask scheduler = cluster.tasks.getFirst();
  private final LedgerHost ledger = cluster.ledgers.get(Catalogue.MAIN_SHARD);

  @Test
  void itSeesFirstWhatTheFormerAskedFor() {
    assertThat(scheduler.name()).isEqualTo("scheduler-service-0");
    cluster.quiet(Duration.ofSeconds(30));
    pod();
    ledger.step(1000);
    read();
    List<String> asked = bindings();
    assertThat(asked).hasSize(1);
    scheduler.crash();
    read();
    assertThat(bindings()).as("it waits").isEqualTo(asked);
    ledger.step(1000);
    read();
    assertThat(bindings()).as("it has seen the binding").isEqualTo(asked);
    cluster.quiet(Duration.ofSeconds(30));
    assertThat(ledger.state().get(POD).orElseThrow().conditionTrue("Ready"))
        .as("it looks after it")
        .isTrue();
  }

  private void pod() {
    var body =
        Json.parseObject(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"default"},
             "spec":{"containers":[{"name":"main","image":"app:1"}]}}
            """);
    cluster.send(
        Command.of(
            "create",
            new UserInfo("kubernetes-admin", List.of("system:masters")),
            Operation.create(POD, body, WriteOptions.by("kubectl"))));
  }

  private void read() {
    scheduler.deliver(Integer.MAX_VALUE);
    scheduler.commit();
  }

  /** The commands that bind the pod. */
  private List<String> bindings() {
    return cluster.log.partition(Topics.COMMANDS, Catalogue.MAIN_SHARD).all().stream()
        .filter(record -> record.key().equals(POD.toString()))
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .filter(command -> command.contains("\"subresource\":\"binding\""))
        .toList();
  }
}
