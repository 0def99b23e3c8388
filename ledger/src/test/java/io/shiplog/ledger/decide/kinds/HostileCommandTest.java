package io.shiplog.ledger.decide.kinds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shiplog.ledger.decide.Ledger;
import io.shiplog.ledger.decide.LedgerState;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Decision;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever may write means harm: in every field of every kind stands something long, deep, large or
 * broken, by every verb. The ledger answers with what the writer did wrong, never with an error of
 * its own, and what it answers can be written.
 */
class HostileCommandTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final UserInfo USER = new UserInfo("u", List.of());
  private static final WriteOptions OPTIONS = new WriteOptions("m", true, false, "Ignore");

  private static final List<JsonNode> HOSTILE =
      List.of(
          TextNode.valueOf("a.".repeat(40_000) + "a"),
          TextNode.valueOf("a-".repeat(40_000) + "%"),
          TextNode.valueOf("/".repeat(80_000)),
          TextNode.valueOf("$(A".repeat(20_000)),
          TextNode.valueOf("\0\"\n\ud800x\udc00".repeat(5_000)),
          TextNode.valueOf("9".repeat(40_000) + "Ki"),
          TextNode.valueOf("[".repeat(40_000)),
          BigIntegerNode.valueOf(BigInteger.TEN.pow(2_000)),
          DoubleNode.valueOf(Double.POSITIVE_INFINITY),
          tree("[", "]"),
          tree("{\"name\":", "}"),
          list(i -> "{\"name\":\"n" + i + "\",\"key\":\"k\",\"port\":1,\"containerPort\":1}"),
          list(i -> "\"x" + i + "\""),
          Json.parse(("{" + entries() + "}").getBytes(UTF_8)));

  private final Ledger ledger = Ledger.standard();
  private final Random random = new Random(42);

  private static JsonNode tree(String open, String close) {
    return Json.parse((open.repeat(380) + "1" + close.repeat(380)).getBytes(UTF_8));
  }

  private static JsonNode list(IntFunction<String> entry) {
    StringBuilder text = new StringBuilder("[").append(entry.apply(0));
    for (int i = 1; i < 3_000; i++) {
      text.append(',').append(entry.apply(i % 2_500));
    }
    return Json.parse(text.append(']').toString().getBytes(UTF_8));
  }

  private static String entries() {
    StringBuilder text = new StringBuilder("\"k\":\"v\"");
    for (int i = 0; i < 3_000; i++) {
      text.append(",\"k").append(i).append("\":\"v\"");
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "configmaps",
        "deployments",
        "endpoints",
        "endpointslices",
        "events",
        "leases",
        "namespaces",
        "nodes",
        "replicasets",
        "secrets",
        "serviceaccounts",
        "services"
      })
  void noKindFalls(String table) throws Exception {
    String manifest = RulesTableTest.read(table).split("(?m)^---\\n")[0];
    assertThat(attack(Manifests.object(manifest))).isGreaterThan(10);
  }

  @Test
  void noPodFalls() {
    assertThat(attack(Manifests.object(OddInputTest.RICH_POD))).isGreaterThan(100);
  }

  /** Where each is compared with each this takes minutes, in which nothing else is decided. */
  @Test
  void longListsOfAPodAreUpdated() {
    ObjectNode pod =
        Manifests.object(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: default}
            spec: {containers: [{name: c, image: i}]}
            """);
    for (int i = 0; i < 20_000; i++) {
      pod.withObject("/spec")
          .withArray("tolerations")
          .addObject()
          .put("key", "k" + i)
          .put("operator", "Exists");
    }
    ObjectKey key = key(pod);
    LedgerState state = state(key);
    ledger
        .decide(state, command(key, Operation.create(key, pod, OPTIONS)), NOW)
        .facts()
        .forEach(state::replay);
    ObjectNode more = state.get(key).orElseThrow().copy();
    more.withObject("/spec").withArray("tolerations").addObject().put("operator", "Exists");
    Outcome outcome =
        ledger.decide(state, command(key, patch(key, PatchType.MERGE, more)), NOW).outcome();
    assertThat(outcome.result()).isEqualTo(Outcome.Result.ACCEPTED);
  }

  /** Every place, by some verb, with some of the values; how often it was refused. */
  private int attack(ObjectNode manifest) {
    ObjectKey key = key(manifest);
    LedgerState state = state(key);
    Operation make = Operation.create(key, manifest, OPTIONS);
    Decision made = ledger.decide(state, command(key, make), NOW);
    made.facts().forEach(state::replay);
    ObjectNode current = state.get(key).map(object -> object.copy()).orElseGet(manifest::deepCopy);
    List<JsonPointer> places = new ArrayList<>();
    OddInputTest.places(current, JsonPointer.empty(), places);
    int refused = 0;
    for (JsonPointer place : places) {
      for (int i = 0; i < 3; i++) {
        JsonNode value = HOSTILE.get(random.nextInt(HOSTILE.size()));
        Operation operation = operation(key, current, place, value);
        refused += check(state, operation, place, value) ? 1 : 0;
      }
    }
    return refused;
  }

  private boolean check(LedgerState state, Operation operation, JsonPointer place, JsonNode value) {
    String shown = value.toString();
    String what =
        "%s %s %s %s = %s"
            .formatted(
                operation.verb(),
                operation.patchType(),
                operation.subresource(),
                place,
                shown.substring(0, Math.min(40, shown.length())));
    try {
      Decision decision = ledger.decide(state, command(operation.key(), operation), NOW);
      decision.facts().forEach(fact -> Json.bytes(fact.object().json()));
      Json.bytes(decision.outcome());
      Outcome outcome = decision.outcome();
      boolean refused = outcome.result() == Outcome.Result.REJECTED;
      if (refused) {
        assertThat(outcome.status().code()).as(what).isBetween(400, 499);
      }
      return refused;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(what, e);
    }
  }

  private Operation operation(
      ObjectKey key, ObjectNode current, JsonPointer place, JsonNode value) {
    ObjectNode changed = current.deepCopy();
    OddInputTest.replace(changed, place, value);
    ObjectNode applied = changed.deepCopy();
    ObjectNode metadata = (ObjectNode) current.path("metadata");
    if (applied.get("metadata") instanceof ObjectNode its && metadata.has("managedFields")) {
      its.remove(List.of("managedFields", "resourceVersion", "uid"));
    }
    return switch (random.nextInt(8)) {
      case 0 -> Operation.create(key.withName("other"), changed, OPTIONS);
      case 1 -> Operation.update(key, changed, OPTIONS);
      case 2 -> patch(key, PatchType.MERGE, changed);
      case 3 -> patch(key, PatchType.STRATEGIC, applied);
      case 4, 5 -> patch(key, PatchType.APPLY, applied);
      case 6 -> {
        ArrayNode patch = Json.array();
        patch.addObject().put("op", "replace").put("path", place.toString()).set("value", value);
        yield patch(key, PatchType.JSON, patch);
      }
      default -> new Operation(Verb.UPDATE, key, "status", null, changed, null, OPTIONS, null);
    };
  }

  private static Operation patch(ObjectKey key, PatchType type, JsonNode body) {
    return Operation.patch(key, "", type, body, null, OPTIONS);
  }

  private static Command command(ObjectKey key, Operation operation) {
    return new Command("c-" + key.name(), USER, List.of(operation));
  }

  private static ObjectKey key(ObjectNode manifest) {
    return Manifests.type(manifest)
        .key(Json.text(manifest, "metadata", "namespace"), Json.text(manifest, "metadata", "name"));
  }

  private LedgerState state(ObjectKey key) {
    LedgerState state = new LedgerState();
    if (!key.namespace().isEmpty()) {
      ObjectKey namespace = Catalogue.NAMESPACES.key("", key.namespace());
      Operation make = Operation.create(namespace, Json.object(), OPTIONS);
      ledger.decide(state, command(namespace, make), NOW).facts().forEach(state::replay);
    }
    return state;
  }
}
