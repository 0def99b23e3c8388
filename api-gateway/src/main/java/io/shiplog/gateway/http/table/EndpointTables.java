package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What stands behind a Service, in both kinds that tell it. */
final class EndpointTables {

  private EndpointTables() {}

  /** {@code NAME ENDPOINTS AGE}. */
  static final class Endpoints implements TableKind {

    @Override
    public List<Column> columns() {
      return List.of(
          Column.NAME, Column.text("Endpoints", "Addresses and ports that are ready."), Column.AGE);
    }

    @Override
    public ArrayNode row(KubeObject endpoints, Instant now) {
      List<String> all = new ArrayList<>();
      for (JsonNode subset : endpoints.at("subsets")) {
        List<String> ips = Cells.texts(subset.path("addresses"), "ip");
        if (subset.path("ports").isEmpty()) {
          all.addAll(ips);
        }
        for (JsonNode port : subset.path("ports")) {
          ips.forEach(ip -> all.add(Cells.hostPort(ip, port.path("port").asLong())));
        }
      }
      return Json.array()
          .add(endpoints.name())
          .add(Cells.orNone(Cells.firstFew(all)))
          .add(Ages.of(endpoints, now));
    }
  }

  /** {@code NAME ADDRESSTYPE PORTS ENDPOINTS AGE}. */
  static final class EndpointSlices implements TableKind {

    @Override
    public List<Column> columns() {
      return List.of(
          Column.NAME,
          Column.text("AddressType", "What the addresses are."),
          Column.text("Ports", "The ports of every endpoint."),
          Column.text("Endpoints", "The addresses, ready or not."),
          Column.AGE);
    }

    @Override
    public ArrayNode row(KubeObject slice, Instant now) {
      List<String> ports = new ArrayList<>();
      for (JsonNode port : slice.at("ports")) {
        ports.add(port.path("port").asText(port.path("name").asText("*")));
      }
      List<String> addresses = new ArrayList<>();
      for (JsonNode endpoint : slice.at("endpoints")) {
        addresses.addAll(Cells.texts(endpoint.path("addresses"), ""));
      }
      return Json.array()
          .add(slice.name())
          .add(slice.at("addressType").asText(""))
          .add(orUnset(Cells.firstFew(ports)))
          .add(orUnset(Cells.firstFew(addresses)))
          .add(Ages.of(slice, now));
    }

    private static String orUnset(String text) {
      return text.isEmpty() ? "<unset>" : text;
    }
  }
}
