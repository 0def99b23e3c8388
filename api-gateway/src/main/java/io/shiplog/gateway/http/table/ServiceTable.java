package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** {@code NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S) AGE}. */
final class ServiceTable implements TableKind {

  @Override
  public List<Column> columns() {
    return List.of(
        Column.NAME,
        Column.text("Type", "How the Service is reached."),
        Column.text("Cluster-IP", "Its address inside the cluster."),
        Column.text("External-IP", "Its addresses outside the cluster."),
        Column.text("Port(s)", "Its ports, with the node's port where there is one."),
        Column.AGE,
        Column.text("Selector", "Which pods stand behind it.").wide());
  }

  @Override
  public ArrayNode row(KubeObject service, Instant now) {
    JsonNode spec = service.spec();
    String first = spec.path("clusterIPs").path(0).asText("");
    String ip = first.isEmpty() ? spec.path("clusterIP").asText("") : first;
    return Json.array()
        .add(service.name())
        .add(spec.path("type").asText(""))
        .add(Cells.orNone(ip))
        .add(externalIp(service))
        .add(Cells.orNone(ports(spec.path("ports"))))
        .add(Ages.of(service, now))
        .add(Cells.labels(spec.path("selector")));
  }

  private static String externalIp(KubeObject service) {
    JsonNode spec = service.spec();
    TreeSet<String> ingress = new TreeSet<>();
    for (JsonNode one : service.at("status", "loadBalancer", "ingress")) {
      ingress.add(one.path("ip").asText(one.path("hostname").asText("")));
    }
    ingress.remove("");
    String external = String.join(",", Cells.texts(spec.path("externalIPs"), ""));
    return switch (spec.path("type").asText("")) {
      case "ClusterIP", "NodePort" -> Cells.orNone(external);
      case "ExternalName" -> spec.path("externalName").asText("");
      case "LoadBalancer" -> {
        List<String> all = new ArrayList<>(ingress);
        if (!external.isEmpty()) {
          all.add(external);
        }
        yield all.isEmpty() ? "<pending>" : String.join(",", all);
      }
      default -> "<unknown>";
    };
  }

  private static String ports(JsonNode ports) {
    List<String> texts = new ArrayList<>();
    for (JsonNode port : ports) {
      int nodePort = port.path("nodePort").asInt(0);
      texts.add(
          port.path("port").asText()
              + (nodePort == 0 ? "" : ":" + nodePort)
              + "/"
              + port.path("protocol").asText("TCP"));
    }
    return String.join(",", texts);
  }
}
