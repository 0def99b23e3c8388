package io.shiplog.benchmarks.micro;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.ledger.decide.Ledger;
import io.shiplog.ledger.decide.LedgerState;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Decision;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The objects that are measured with. */
final class Samples {

  /** The time of every decision. */
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  static final UserInfo USER = new UserInfo("admin", List.of("system:masters"));

  private static final String NAMESPACE = "default";
  private static final int VARIABLES = 24;

  private Samples() {}

  /** The key of a pod of the namespace. */
  static ObjectKey podKey(int number) {
    return Catalogue.PODS.key(NAMESPACE, "web-" + number);
  }

  /** A pod as a user sends it: one container, many variables; about 2 KB. */
  static ObjectNode pod(int number) {
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata");
    metadata.put("name", podKey(number).name()).put("namespace", NAMESPACE);
    metadata.putObject("labels").put("app", "web").put("tier", number % 2 == 0 ? "front" : "back");
    ObjectNode container = pod.putObject("spec").putArray("containers").addObject();
    container.put("name", "main").put("image", "nginx:1.7.9");
    container.putArray("ports").addObject().put("containerPort", 80);
    Json.ensure(container, "resources", "requests").put("cpu", "100m").put("memory", "64Mi");
    ArrayNode variables = container.putArray("env");
    for (int i = 0; i < VARIABLES; i++) {
      variables
          .addObject()
          .put("name", "VARIABLE_" + i)
          .put("value", "what the variable " + i + " tells the program");
    }
    return pod;
  }

  /** The same pod as it is stored: with defaults, managedFields, a node and a status; 3 KB. */
  static KubeObject storedPod(int number) {
    Decision decision = Ledger.standard().decide(ledgerState(0), create(number, pod(number)), NOW);
    if (decision.facts().isEmpty()) {
      throw new IllegalStateException("the pod was refused: " + decision.outcome().status());
    }
    ObjectNode stored = decision.facts().getFirst().object().copy();
    Json.ensure(stored, "spec").put("nodeName", "node-" + number % 10);
    Json.ensure(stored, "status").put("phase", "Running").put("podIP", "10.244.0." + number % 250);
    return new KubeObject(stored);
  }

  /** A node that has room for a hundred such pods. */
  static KubeObject node(int number) {
    ObjectNode node = Json.object().put("apiVersion", "v1").put("kind", "Node");
    String name = "node-" + number;
    node.putObject("metadata")
        .put("name", name)
        .put("uid", "uid-of-" + name)
        .putObject("labels")
        .put("kubernetes.io/hostname", name)
        .put("topology.kubernetes.io/zone", "zone-" + number % 3);
    ObjectNode status = node.putObject("status");
    status.putObject("allocatable").put("cpu", "16").put("memory", "32Gi").put("pods", "110");
    status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
    return new KubeObject(node);
  }

  /** A ledger's state with the namespace and this many pods in it. */
  static LedgerState ledgerState(int pods) {
    LedgerState state = new LedgerState();
    Ledger ledger = Ledger.standard();
    ObjectNode namespace = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
    namespace.putObject("metadata").put("name", NAMESPACE);
    ObjectKey key = Catalogue.NAMESPACES.key("", NAMESPACE);
    Operation create = Operation.create(key, namespace, WriteOptions.by("kubectl"));
    List<Command> commands = new ArrayList<>();
    commands.add(Command.of("namespace", USER, create));
    for (int i = 0; i < pods; i++) {
      commands.add(create(i, pod(i)));
    }
    commands.forEach(one -> ledger.decide(state, one, NOW).facts().forEach(state::replay));
    return state;
  }

  /** The command that makes a pod. */
  static Command create(int number, ObjectNode pod) {
    Operation operation = Operation.create(podKey(number), pod, WriteOptions.by("kubectl"));
    return Command.of("create-" + number, USER, operation);
  }
}
