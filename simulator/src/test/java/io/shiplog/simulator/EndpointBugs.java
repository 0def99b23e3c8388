package io.shiplog.simulator;

import static io.shiplog.simulator.WireBugs.about;
import static io.shiplog.simulator.WireBugs.edited;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.RouteKey;
import io.shiplog.simulator.WireBugs.Bug;
import io.shiplog.topics.Topics;

/** Bugs of the registry of Services, for {@link PlantedBugs}. */
final class EndpointBugs {

  private EndpointBugs() {}

  /** Slices that call every pod ready. */
  static Bug hastySlices() {
    return record ->
        about(record, Topics.COMMANDS, Catalogue.ENDPOINTSLICES.qualifiedName())
            ? edited(record, command -> allReady(command.at("/operations/0/body/endpoints")))
            : record;
  }

  private static void allReady(JsonNode endpoints) {
    endpoints.forEach(one -> Json.ensure((ObjectNode) one, "conditions").put("ready", true));
  }

  /** Endpoints that call every pod ready. */
  static Bug hastyEndpoints() {
    return record ->
        about(record, Topics.COMMANDS, Catalogue.ENDPOINTS.qualifiedName() + "/")
            ? edited(
                record, command -> command.at("/operations/0/body/subsets").forEach(s -> heal(s)))
            : record;
  }

  private static void heal(JsonNode subset) {
    if (subset.path("notReadyAddresses") instanceof ArrayNode unready) {
      ((ObjectNode) subset).withArray("addresses").addAll(unready);
      ((ObjectNode) subset).remove("notReadyAddresses");
    }
  }

  /** Routes that call every pod ready. */
  static Bug hastyRoutes() {
    return record ->
        aboutService(record.topic(), record.key(), record.value())
            ? edited(
                record,
                route -> route.path("endpoints").forEach(e -> ((ObjectNode) e).put("ready", true)))
            : record;
  }

  /** Routes that lead to the Service's own port. */
  static Bug portsMixedUp() {
    return record ->
        aboutService(record.topic(), record.key(), record.value())
            ? edited(
                record,
                route ->
                    route
                        .path("endpoints")
                        .forEach(e -> Json.ensure((ObjectNode) e, "ports").put("http", 80)))
            : record;
  }

  private static boolean aboutService(String topic, String key, byte[] value) {
    return topic.equals(Topics.ROUTES) && !RouteKey.isNode(key) && value != null;
  }

  /** Nobody hears where a node's pods are. */
  static Bug noWayToNodes() {
    return record ->
        record.topic().equals(Topics.ROUTES) && RouteKey.isNode(record.key()) ? null : record;
  }
}
