package io.shiplog.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.RouteKey;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.topics.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * At rest a Service's slices, its Endpoints and its route name exactly the pods that it selects,
 * with their ports, the ready ones as ready. A node's route says where its pods are. There is no
 * route without a Service or a Node.
 */
public final class EndpointsAreReadyPods implements Invariant {

  @Override
  public Optional<String> atRest(Evidence evidence) {
    ObjectTable objects = evidence.told(Catalogue.MAIN_SHARD);
    Map<String, JsonNode> routes = routes(evidence);
    for (KubeObject service : objects.list(Catalogue.SERVICES)) {
      String name = RouteKey.of(Catalogue.SERVICES.key(service.namespace(), service.name()));
      JsonNode route = routes.remove(name);
      if (service.spec().path("selector").isEmpty()) {
        continue;
      }
      Optional<String> broken = check(objects, service, route);
      if (broken.isPresent()) {
        return broken;
      }
    }
    for (KubeObject node : objects.list(Catalogue.NODES)) {
      JsonNode route = routes.remove(RouteKey.of(Catalogue.NODES.key("", node.name())));
      if (!leadsTo(node, route)) {
        return Optional.of("the route of " + node.name() + " is " + route + ", it is " + node);
      }
    }
    return routes.isEmpty()
        ? Optional.empty()
        : Optional.of("there are routes to what is gone: " + routes.keySet());
  }

  private static Optional<String> check(ObjectTable objects, KubeObject service, JsonNode route) {
    Set<String> pods = ServiceEndpoints.ofPods(objects, service);
    Set<String> slices = ServiceEndpoints.ofSlices(objects, service);
    Set<String> endpoints = ServiceEndpoints.ofEndpoints(objects, service);
    boolean right =
        slices.equals(pods)
            && endpoints.equals(pods)
            && ServiceEndpoints.ofRoute(route).equals(pods)
            && route != null;
    return right
        ? Optional.empty()
        : Optional.of(
            "Service %s/%s selects the pods %s, its slices say %s, its Endpoints %s, its route %s"
                .formatted(service.namespace(), service.name(), pods, slices, endpoints, route));
  }

  private static boolean leadsTo(KubeObject node, JsonNode route) {
    return route != null
        && route.path("podCIDR").equals(node.spec().path("podCIDR"))
        && route.path("via").equals(node.status().path("addresses").path(0).path("address"));
  }

  private static Map<String, JsonNode> routes(Evidence evidence) {
    TreeMap<String, JsonNode> routes = new TreeMap<>();
    for (ConsumerRecord<String, byte[]> record : evidence.log().partition(Topics.ROUTES, 0).all()) {
      if (record.value() == null) {
        routes.remove(record.key());
      } else {
        routes.put(record.key(), Json.parse(record.value()));
      }
    }
    return routes;
  }
}
