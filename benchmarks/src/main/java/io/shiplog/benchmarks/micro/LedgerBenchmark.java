package io.shiplog.benchmarks.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.ledger.decide.Ledger;
import io.shiplog.ledger.decide.LedgerState;
import io.shiplog.model.Json;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Decision;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.WriteOptions;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One decision of the ledger over a thousand pods: rules, patch, managedFields, outcome. */
@State(Scope.Benchmark)
public class LedgerBenchmark {

  private static final int PODS = 1_000;

  private final Ledger ledger = Ledger.standard();
  private LedgerState state;
  private Command create;
  private Command update;
  private Command status;
  private Command jsonPatch;
  private Command mergePatch;
  private Command strategicPatch;
  private Command apply;

  /** Makes the state and the commands, and sees that each of them is accepted. */
  @Setup
  public void prepare() {
    state = Samples.ledgerState(PODS);
    create = Samples.create(PODS, Samples.pod(PODS));
    ObjectNode changed = state.get(Samples.podKey(7)).orElseThrow().copy();
    Json.ensure(changed, "metadata", "labels").put("release", "2");
    update = command(Operation.update(Samples.podKey(7), changed, WriteOptions.by("kubectl-edit")));
    ObjectNode running = changed.deepCopy();
    Json.ensure(running, "status").put("phase", "Running").put("podIP", "10.244.0.9");
    status =
        command(
            Operation.updateStatus(
                Samples.podKey(7), running, Preconditions.NONE, WriteOptions.by("node-agent")));
    jsonPatch =
        patch(
            PatchType.JSON,
            "[{\"op\":\"add\",\"path\":\"/metadata/labels/release\",\"value\":\"2\"}]");
    mergePatch = patch(PatchType.MERGE, "{\"metadata\":{\"labels\":{\"release\":\"2\"}}}");
    strategicPatch =
        patch(
            PatchType.STRATEGIC,
            "{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"nginx:1.8\"}]}}");
    ObjectNode applied = Samples.pod(7);
    Json.ensure(applied, "metadata", "labels").put("release", "2");
    apply = patch(PatchType.APPLY, Json.bytes(applied));
  }

  @Benchmark
  public Decision create() {
    return accepted(create);
  }

  @Benchmark
  public Decision update() {
    return accepted(update);
  }

  @Benchmark
  public Decision updateStatus() {
    return accepted(status);
  }

  @Benchmark
  public Decision jsonPatch() {
    return accepted(jsonPatch);
  }

  @Benchmark
  public Decision mergePatch() {
    return accepted(mergePatch);
  }

  @Benchmark
  public Decision strategicMergePatch() {
    return accepted(strategicPatch);
  }

  @Benchmark
  public Decision serverSideApply() {
    return accepted(apply);
  }

  /** A refusal is cheap and would be a benchmark of nothing. */
  private Decision accepted(Command command) {
    Decision decision = ledger.decide(state, command, Samples.NOW);
    if (decision.facts().isEmpty()) {
      throw new IllegalStateException("nothing was decided: " + decision.outcome());
    }
    return decision;
  }

  private static Command patch(PatchType type, String document) {
    return patch(type, document.getBytes(StandardCharsets.UTF_8));
  }

  private static Command patch(PatchType type, byte[] document) {
    JsonNode patch = Json.parse(document);
    WriteOptions options = new WriteOptions("kubectl", true, false, "Strict");
    return command(
        Operation.patch(Samples.podKey(7), "", type, patch, Preconditions.NONE, options));
  }

  private static Command command(Operation operation) {
    return Command.of("measured", Samples.USER, operation);
  }
}
