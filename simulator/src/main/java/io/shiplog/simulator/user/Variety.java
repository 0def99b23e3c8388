package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.simulator.Dice;
import java.util.List;

/** What makes one workload differ from the next besides its pods, drawn by dice. */
final class Variety {

  /** How far a rolling update may stray; it may not both ways stand still. */
  private record Stray(String surge, String unavailable) {}

  private static final List<Stray> STRAYS =
      List.of(
          new Stray("1", "0"),
          new Stray("0", "1"),
          new Stray("2", "1"),
          new Stray("50%", "0"),
          new Stray("0", "50%"),
          new Stray("34%", "34%"),
          new Stray("100%", "0%"),
          new Stray("0%", "100%"),
          new Stray("1%", "1%"));

  private static final String HOLD = "example.com/hold";
  private static final int PERCENT_HELD = 10;

  private Variety() {}

  /** Fills in what a manifest of a Deployment leaves open: for half of them, what is usual. */
  static void add(ObjectNode deployment, Dice dice) {
    ObjectNode spec = Json.ensure(deployment, "spec");
    ObjectNode strategy = Json.ensure(spec, "strategy");
    if (strategy.path("type").asText().equals("RollingUpdate") && dice.percent(60)) {
      Stray stray = dice.pick(STRAYS);
      ObjectNode rolling = strategy.putObject("rollingUpdate");
      put(rolling, "maxSurge", stray.surge());
      put(rolling, "maxUnavailable", stray.unavailable());
    }
    if (dice.percent(25)) {
      spec.put("minReadySeconds", dice.between(1, 15));
    }
    if (dice.percent(30)) {
      // A Service finds it by its name.
      ObjectNode port = (ObjectNode) spec.at("/template/spec/containers/0/ports/0");
      port.put("containerPort", 9090);
    }
    if (dice.percent(PERCENT_HELD)) {
      held(deployment, dice);
    }
  }

  /** Has a Service call its port by name, and ask for what another may have, now and then. */
  static void addToService(ObjectNode service, Dice dice) {
    ObjectNode spec = Json.ensure(service, "spec");
    ObjectNode port = (ObjectNode) spec.at("/ports/0");
    if (dice.percent(50)) {
      port.put("targetPort", "http");
    }
    if (dice.percent(25)) {
      spec.put("clusterIP", "10.96.0." + dice.between(50, 52));
    }
    if (spec.path("type").asText().equals("NodePort") && dice.percent(50)) {
      port.put("nodePort", dice.between(30080, 30081));
    }
    if (dice.percent(PERCENT_HELD)) {
      held(service, dice);
    }
  }

  /** Whether a finalizer is one of the users'. */
  static boolean holds(String finalizer) {
    return finalizer.startsWith(HOLD);
  }

  /** Whether a finalizer of the users' keeps an object from going. */
  static boolean isHeld(KubeObject object) {
    return object.finalizers().stream().anyMatch(Variety::holds);
  }

  /** Has one or two finalizers hold an object. */
  static ObjectNode held(ObjectNode object, Dice dice) {
    ArrayNode holds = Json.ensure(object, "metadata").putArray("finalizers");
    holds.add(HOLD);
    if (dice.percent(50)) {
      holds.add(HOLD + "-on");
    }
    return object;
  }

  private static void put(ObjectNode object, String field, String count) {
    if (count.endsWith("%")) {
      object.put(field, count);
    } else {
      object.put(field, Integer.parseInt(count));
    }
  }
}
