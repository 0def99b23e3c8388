package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/** {@code NAME STATUS ROLES AGE VERSION} and, wide, what the node is made of. */
final class NodeTable implements TableKind {

  private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
  private static final String ROLE_LABEL = "kubernetes.io/role";

  @Override
  public List<Column> columns() {
    return List.of(
        Column.NAME,
        Column.text("Status", "Whether the node is ready and takes new pods."),
        Column.text("Roles", "What its labels say it is for."),
        Column.AGE,
        Column.text("Version", "Version of the node's agent."),
        Column.text("Internal-IP", "Its address inside the cluster.").wide(),
        Column.text("External-IP", "Its address outside the cluster.").wide(),
        Column.text("OS-Image", "Its operating system.").wide(),
        Column.text("Kernel-Version", "Its kernel.").wide(),
        Column.text("Container-Runtime", "What runs its containers.").wide());
  }

  @Override
  public ArrayNode row(KubeObject node, Instant now) {
    JsonNode info = node.at("status", "nodeInfo");
    return Json.array()
        .add(node.name())
        .add(status(node))
        .add(roles(node))
        .add(Ages.of(node, now))
        .add(info.path("kubeletVersion").asText(""))
        .add(address(node, "InternalIP"))
        .add(address(node, "ExternalIP"))
        .add(Cells.orUnknown(info.path("osImage").asText("")))
        .add(Cells.orUnknown(info.path("kernelVersion").asText("")))
        .add(Cells.orUnknown(info.path("containerRuntimeVersion").asText("")));
  }

  private static String status(KubeObject node) {
    String status =
        node.condition("Ready").isMissingNode()
            ? "Unknown"
            : node.conditionTrue("Ready") ? "Ready" : "NotReady";
    boolean cordoned = node.at("spec", "unschedulable").asBoolean();
    return cordoned ? status + ",SchedulingDisabled" : status;
  }

  private static String roles(KubeObject node) {
    TreeSet<String> roles = new TreeSet<>();
    node.labels()
        .forEach(
            (label, value) -> {
              if (label.startsWith(ROLE_PREFIX)) {
                roles.add(label.substring(ROLE_PREFIX.length()));
              } else if (label.equals(ROLE_LABEL)) {
                roles.add(value);
              }
            });
    roles.remove("");
    return Cells.orNone(String.join(",", roles));
  }

  private static String address(KubeObject node, String type) {
    for (JsonNode address : node.at("status", "addresses")) {
      if (address.path("type").asText().equals(type)) {
        return address.path("address").asText();
      }
    }
    return Cells.NONE;
  }
}
