package io.shiplog.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.topics.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * At rest the route of a Service without a selector leads where its slices say; and where nobody
 * but users' Endpoints says it, one slice mirrors them.
 */
public final class MirrorsFollowEndpoints implements Invariant {

  private static final String SERVICE = "kubernetes.io/service-name";
  private static final String SLICE_MANAGER = "endpointslice.kubernetes.io/managed-by";
  private static final String MIRROR = "endpointslicemirroring-controller.k8s.io";
  private static final String MANAGER = "endpoints.kubernetes.io/managed-by";

  @Override
  public Optional<String> atRest(Evidence evidence) {
    ObjectTable objects = evidence.told(Catalogue.MAIN_SHARD);
    Map<String, Set<String>> routes = routes(evidence);
    for (KubeObject service : objects.list(Catalogue.SERVICES)) {
      if (!service.spec().path("selector").isEmpty()) {
        continue;
      }
      String name = service.namespace() + "/" + service.name();
      List<KubeObject> slices = slices(objects, service);
      Set<String> said = addresses(slices);
      if (!said.equals(routes.get(name))) {
        return Optional.of(
            "the slices of Service " + name + " say " + said + ", its route " + routes.get(name));
      }
      Optional<KubeObject> endpoints =
          objects
              .get(Catalogue.ENDPOINTS, service.namespace(), service.name())
              .filter(one -> one.label(MANAGER).isEmpty());
      boolean mirrored =
          slices.stream().allMatch(slice -> slice.label(SLICE_MANAGER).equals(MIRROR));
      Set<String> desired = endpoints.map(MirrorsFollowEndpoints::desired).orElseGet(TreeSet::new);
      if (mirrored && !said.equals(desired)) {
        return Optional.of(
            "the Endpoints of Service " + name + " say " + desired + ", its slices " + said);
      }
    }
    return Optional.empty();
  }

  private static List<KubeObject> slices(ObjectTable objects, KubeObject service) {
    return objects.list(Catalogue.ENDPOINTSLICES, service.namespace()).stream()
        .filter(slice -> slice.label(SERVICE).equals(service.name()))
        .toList();
  }

  private static Set<String> addresses(List<KubeObject> slices) {
    TreeSet<String> ips = new TreeSet<>();
    for (KubeObject slice : slices) {
      for (JsonNode endpoint : slice.at("endpoints")) {
        endpoint.path("addresses").forEach(ip -> ips.add(ip.asText()));
      }
    }
    return ips;
  }

  private static Set<String> desired(KubeObject endpoints) {
    TreeSet<String> ips = new TreeSet<>();
    for (JsonNode subset : endpoints.at("subsets")) {
      subset.path("addresses").forEach(one -> ips.add(one.path("ip").asText()));
      subset.path("notReadyAddresses").forEach(one -> ips.add(one.path("ip").asText()));
    }
    return ips;
  }

  private static Map<String, Set<String>> routes(Evidence evidence) {
    Map<String, Set<String>> routes = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : evidence.log().partition(Topics.ROUTES, 0).all()) {
      TreeSet<String> ips = new TreeSet<>();
      if (record.value() != null) {
        Json.parse(record.value())
            .path("endpoints")
            .forEach(endpoint -> ips.add(endpoint.path("ip").asText()));
      }
      routes.put(record.key(), ips);
    }
    return routes;
  }
}
