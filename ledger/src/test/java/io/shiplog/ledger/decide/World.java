package io.shiplog.ledger.decide;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Decision;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Fact;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.error.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A ledger in memory, of all shards at once, for tests that read as scenarios; keys and JSON are
 * text.
 */
final class World {

  static final UserInfo USER = new UserInfo("tester", List.of());

  private static final ObjectMapper LAX =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  final LedgerState state = new LedgerState();
  private final Ledger ledger;
  private final List<Decision> decisions = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int commands;

  World() {
    this(Ledger.standard());
  }

  World(Ledger ledger) {
    this.ledger = ledger;
    create("namespaces//default", "{}");
  }

  /** JSON with single quotes and bare field names. */
  static ObjectNode json(String text) {
    try {
      return (ObjectNode) LAX.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectKey key(String text) {
    return ObjectKey.parse(text);
  }

  /** A pod that the rules find nothing wrong with. */
  static final String POD = "{spec: {containers: [{name: 'c', image: 'i'}]}}";

  /** A Deployment that the rules find nothing wrong with. */
  static final String DEPLOYMENT =
      "{spec: {replicas: 1, selector: {matchLabels: {a: 'b'}}, template: {metadata: {labels:"
          + " {a: 'b'}}, spec: {containers: [{name: 'c', image: 'i'}]}}}}";

  void passes(int seconds) {
    now = now.plusSeconds(seconds);
  }

  /** Decides, checks what holds of every decision, and replays its facts. */
  Outcome run(Operation... operations) {
    commands++;
    return run(new Command("c" + commands, USER, List.of(operations)));
  }

  Outcome run(Command command) {
    Decision decision = ledger.decide(state, command, now);
    long version = state.resourceVersion();
    for (var fact : decision.facts()) {
      version++;
      if (fact.resourceVersion() != version || fact.object().resourceVersion() != version) {
        throw new AssertionError("versions do not rise by one: " + fact);
      }
    }
    decision.facts().forEach(state::replay);
    decisions.add(decision);
    decision.following().forEach(this::run);
    return decision.outcome();
  }

  /** Sends a create under an id that an earlier command had. */
  Outcome repeatFirst(String key) {
    Operation create = Operation.create(key(key), Json.object(), WriteOptions.DEFAULT);
    return run(new Command("c2", USER, List.of(create)));
  }

  List<Decision> decisions() {
    return decisions;
  }

  Outcome create(String key, String body) {
    return run(Operation.create(key(key), json(body), WriteOptions.DEFAULT));
  }

  Outcome update(String key, String body) {
    return run(Operation.update(key(key), json(body), WriteOptions.DEFAULT));
  }

  Outcome on(String key, String subresource, io.shiplog.model.command.Verb verb, String body) {
    return run(new Operation(verb, key(key), subresource, null, json(body), null, null, null));
  }

  Outcome merge(String key, String body) {
    return patch(key, "", PatchType.MERGE, json(body));
  }

  Outcome patch(String key, String subresource, PatchType type, JsonNode body) {
    return run(Operation.patch(key(key), subresource, type, body, null, WriteOptions.DEFAULT));
  }

  Outcome delete(String key, Long grace, String propagation) {
    return run(
        Operation.delete(key(key), Preconditions.NONE, new DeletePolicy(grace, propagation)));
  }

  Outcome delete(String key) {
    return delete(key, null, null);
  }

  /** Puts an object there as it is, whatever the rules would say: one of long ago. */
  void store(String key, ObjectNode object) {
    long version = state.resourceVersion() + 1;
    Json.ensure(object, "metadata").put("resourceVersion", Long.toString(version));
    state.replay(
        new Fact(Fact.Type.MODIFIED, key(key), version, new KubeObject(object), "long ago", ""));
  }

  boolean has(String key) {
    return state.get(key(key)).isPresent();
  }

  KubeObject get(String key) {
    return state.get(key(key)).orElseThrow(() -> new AssertionError("no " + key));
  }

  String text(String key, String... path) {
    return Json.text(get(key).json(), path);
  }

  /** The status as one line: {@code 409 Conflict: message}. */
  static String line(Outcome outcome) {
    Status status = outcome.status();
    return status == null
        ? outcome.result().toString()
        : status.code() + " " + status.reason() + ": " + status.message();
  }
}
