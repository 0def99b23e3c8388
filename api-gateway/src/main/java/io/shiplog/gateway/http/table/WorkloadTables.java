package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Kinds that keep pods by a template: how many are wanted and how many there are. */
final class WorkloadTables {

  private static final List<Column> TEMPLATE =
      List.of(
          Column.text("Containers", "Names of the pod template's containers.").wide(),
          Column.text("Images", "Images of the pod template's containers.").wide(),
          Column.text("Selector", "Which pods belong to it.").wide());

  private WorkloadTables() {}

  /** {@code NAME READY UP-TO-DATE AVAILABLE AGE}. */
  static final class Deployments implements TableKind {

    @Override
    public List<Column> columns() {
      return withTemplate(
          Column.NAME,
          Column.text("Ready", "Pods that are ready, of those wanted."),
          Column.text("Up-to-date", "Pods of the current template."),
          Column.text("Available", "Pods that have been ready long enough."),
          Column.AGE);
    }

    @Override
    public ArrayNode row(KubeObject deployment, Instant now) {
      JsonNode status = deployment.status();
      ArrayNode cells =
          Json.array()
              .add(deployment.name())
              .add(count(status, "readyReplicas") + "/" + count(deployment.spec(), "replicas"))
              .add(count(status, "updatedReplicas"))
              .add(count(status, "availableReplicas"))
              .add(Ages.of(deployment, now));
      return addTemplate(cells, deployment);
    }
  }

  /** {@code NAME DESIRED CURRENT READY AGE}. */
  static final class ReplicaSets implements TableKind {

    @Override
    public List<Column> columns() {
      return withTemplate(
          Column.NAME,
          Column.number("Desired", "Pods that are wanted."),
          Column.number("Current", "Pods that there are."),
          Column.number("Ready", "Pods that are ready."),
          Column.AGE);
    }

    @Override
    public ArrayNode row(KubeObject replicaSet, Instant now) {
      ArrayNode cells =
          Json.array()
              .add(replicaSet.name())
              .add(count(replicaSet.spec(), "replicas"))
              .add(count(replicaSet.status(), "replicas"))
              .add(count(replicaSet.status(), "readyReplicas"))
              .add(Ages.of(replicaSet, now));
      return addTemplate(cells, replicaSet);
    }
  }

  private static long count(JsonNode node, String field) {
    return node.path(field).asLong(0);
  }

  private static List<Column> withTemplate(Column... columns) {
    List<Column> all = new ArrayList<>(List.of(columns));
    all.addAll(TEMPLATE);
    return List.copyOf(all);
  }

  private static ArrayNode addTemplate(ArrayNode cells, KubeObject workload) {
    JsonNode containers = workload.at("spec", "template", "spec", "containers");
    return cells
        .add(String.join(",", Cells.texts(containers, "name")))
        .add(String.join(",", Cells.texts(containers, "image")))
        .add(Cells.selector(workload.at("spec", "selector")));
  }
}
