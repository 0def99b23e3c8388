package io.shiplog.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.RouteKey;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.topics.Topics;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * At rest a Service's slices and its route name exactly the ready pods that it selects, and there
 * is no route without a Service.
 */
public final class EndpointsAreReadyPods implements Invariant {

  @Override
  public Optional<String> atRest(Evidence evidence) {
    ObjectTable objects = evidence.told(0);
    TreeMap<String, JsonNode> routes = routes(evidence);
    for (KubeObject service : objects.list(Catalogue.SERVICES)) {
      if (service.spec().path("selector").isEmpty()) {
        routes.remove(service.namespace() + "/" + service.name());
        continue;
      }
      String name = service.namespace() + "/" + service.name();
      TreeSet<String> ready = readyPods(objects, service);
      TreeSet<String> slices = slices(objects, service);
      JsonNode published = routes.remove(name);
      TreeSet<String> route = route(published);
      if (!slices.equals(ready) || !route.equals(ready) || published == null) {
        return Optional.of(
            "Service "
                + name
                + " selects the ready pods "
                + ready
                + ", its slices say "
                + slices
                + ", its route "
                + published);
      }
    }
    return routes.isEmpty()
        ? Optional.empty()
        : Optional.of("there are routes without a Service: " + routes.keySet());
  }

  private static TreeSet<String> readyPods(ObjectTable objects, KubeObject service) {
    var selector = KubeObject.stringMap(service.spec().path("selector"));
    TreeSet<String> ips = new TreeSet<>();
    for (KubeObject pod : objects.list(Catalogue.PODS, service.namespace())) {
      if (pod.labels().entrySet().containsAll(selector.entrySet())
          && pod.conditionTrue("Ready")
          && !pod.terminating()) {
        ips.add(pod.status().path("podIP").asText());
      }
    }
    return ips;
  }

  private static TreeSet<String> slices(ObjectTable objects, KubeObject service) {
    TreeSet<String> ips = new TreeSet<>();
    for (KubeObject slice : objects.list(Catalogue.ENDPOINTSLICES, service.namespace())) {
      if (slice.label("kubernetes.io/service-name").equals(service.name())) {
        for (JsonNode endpoint : slice.at("endpoints")) {
          if (endpoint.path("conditions").path("ready").asBoolean()) {
            ips.add(endpoint.path("addresses").path(0).asText());
          }
        }
      }
    }
    return ips;
  }

  private static TreeSet<String> route(JsonNode route) {
    TreeSet<String> ips = new TreeSet<>();
    if (route != null) {
      for (JsonNode endpoint : route.path("endpoints")) {
        if (endpoint.path("ready").asBoolean()) {
          ips.add(endpoint.path("ip").asText());
        }
      }
    }
    return ips;
  }

  private static TreeMap<String, JsonNode> routes(Evidence evidence) {
    TreeMap<String, JsonNode> routes = new TreeMap<>();
    for (ConsumerRecord<String, byte[]> record : evidence.log().partition(Topics.ROUTES, 0).all()) {
      if (RouteKey.isNode(record.key())) {
        continue;
      }
      if (record.value() == null) {
        routes.remove(record.key());
      } else {
        routes.put(record.key(), Json.parse(record.value()));
      }
    }
    return routes;
  }
}
