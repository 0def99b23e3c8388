package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.util.List;

/** {@code NAME READY STATUS RESTARTS AGE} and, wide, where a pod runs. */
final class PodTable implements TableKind {

  @Override
  public List<Column> columns() {
    return List.of(
        Column.NAME,
        Column.text("Ready", "Containers that are ready, of all that run."),
        Column.text("Status", "What the pod is doing, summed up over its containers."),
        Column.text("Restarts", "How often containers were restarted, and when last."),
        Column.AGE,
        Column.text("IP", "The pod's address.").wide(),
        Column.text("Node", "The node the pod is bound to.").wide(),
        Column.text("Nominated Node", "The node where room is being made for the pod.").wide(),
        Column.text("Readiness Gates", "Readiness gates that are open, of all.").wide());
  }

  @Override
  public ArrayNode row(KubeObject pod, Instant now) {
    PodSummary summary = PodSummary.of(pod);
    String restarts = String.valueOf(summary.restarts());
    if (summary.restarts() > 0 && summary.lastRestart().isTextual()) {
      restarts += " (" + Ages.since(summary.lastRestart(), now) + " ago)";
    }
    return Json.array()
        .add(pod.name())
        .add(summary.ready() + "/" + summary.containers())
        .add(summary.status())
        .add(restarts)
        .add(Ages.of(pod, now))
        .add(Cells.orNone(ip(pod)))
        .add(Cells.orNone(Json.text(pod.json(), "spec", "nodeName")))
        .add(Cells.orNone(Json.text(pod.json(), "status", "nominatedNodeName")))
        .add(gates(pod));
  }

  private static String ip(KubeObject pod) {
    String first = pod.at("status", "podIPs").path(0).path("ip").asText("");
    return first.isEmpty() ? Json.text(pod.json(), "status", "podIP") : first;
  }

  private static String gates(KubeObject pod) {
    JsonNode gates = pod.at("spec", "readinessGates");
    int open = 0;
    for (JsonNode gate : gates) {
      open += pod.conditionTrue(gate.path("conditionType").asText()) ? 1 : 0;
    }
    return gates.isEmpty() ? Cells.NONE : open + "/" + gates.size();
  }
}
