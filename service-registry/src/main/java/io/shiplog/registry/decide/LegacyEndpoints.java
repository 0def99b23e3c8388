package io.shiplog.registry.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Endpoints object of a Service, for those who still read it: addresses by port, the ready ones
 * apart from the others, at most 1,000 of them. Pods on their way out are not in it.
 */
final class LegacyEndpoints {

  private static final int MAX_ADDRESSES = 1000;
  private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";
  private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
  private static final String SKIP_MIRROR = "endpointslice.kubernetes.io/skip-mirror";
  private static final String CONTROLLER = "endpoint-controller";

  private LegacyEndpoints() {}

  /**
   * Whether this Service is the API's own. Its gateways make the slices; the Endpoints follow them,
   * which kube-apiserver writes itself.
   */
  static boolean ofApi(KubeObject service) {
    return service.namespace().equals("default") && service.name().equals("kubernetes");
  }

  /** The write that makes the Endpoints of a Service right, if one is needed. */
  static Optional<Operation> write(
      KubeObject service, List<Endpoint> endpoints, ObjectTable table) {
    ObjectKey key = Catalogue.ENDPOINTS.key(service.namespace(), service.name());
    Optional<KubeObject> existing = table.get(key);
    ObjectNode wanted = existing.map(KubeObject::copy).orElseGet(() -> empty(service));
    fill(wanted, service, endpoints);
    if (existing.isEmpty()) {
      return Optional.of(Operation.create(key, wanted, ServiceController.OPTIONS));
    }
    boolean same =
        subsets(existing.get().json()).equals(subsets(wanted))
            && existing.get().metadata().equals(wanted.path("metadata"));
    return same
        ? Optional.empty()
        : Optional.of(Operation.update(key, wanted, ServiceController.OPTIONS));
  }

  private static JsonNode subsets(JsonNode endpoints) {
    JsonNode subsets = endpoints.path("subsets");
    return subsets.isArray() ? subsets : Json.array();
  }

  private static ObjectNode empty(KubeObject service) {
    ObjectNode endpoints = Json.object().put("apiVersion", "v1").put("kind", "Endpoints");
    ObjectNode metadata = endpoints.putObject("metadata");
    metadata.put("name", service.name()).put("namespace", service.namespace());
    metadata
        .putArray("ownerReferences")
        .add(KubeObject.OwnerReference.controlling(service).toJson());
    return endpoints;
  }

  private static void fill(ObjectNode json, KubeObject service, List<Endpoint> endpoints) {
    boolean evenUnready = service.spec().path("publishNotReadyAddresses").asBoolean(false);
    List<Endpoint> counted = new ArrayList<>();
    endpoints.stream().filter(e -> evenUnready || !e.terminating()).forEach(counted::add);
    counted.sort(Comparator.comparing(Endpoint::ready).reversed().thenComparing(Endpoint::ip));
    boolean tooMany = counted.size() > MAX_ADDRESSES;
    mark(json, service, tooMany);
    Map<List<EndpointPort>, ObjectNode> subsets = new LinkedHashMap<>();
    for (Endpoint endpoint : tooMany ? counted.subList(0, MAX_ADDRESSES) : counted) {
      ObjectNode subset = subsets.computeIfAbsent(endpoint.ports(), ports -> Json.object());
      String list = endpoint.ready() ? "addresses" : "notReadyAddresses";
      subset.withArray(list).add(endpoint.toEndpointsJson());
    }
    json.remove("subsets");
    subsets.forEach(
        (ports, subset) -> {
          if (!ports.isEmpty()) { // An empty list would vanish when it is written.
            ArrayNode numbers = subset.putArray("ports");
            ports.forEach(port -> numbers.add(port.toEndpointsJson()));
          }
          json.withArray("subsets").add(subset);
        });
  }

  private static void mark(ObjectNode json, KubeObject service, boolean tooMany) {
    Map<String, String> labels = new TreeMap<>();
    if (ofApi(service)) {
      labels.put(SKIP_MIRROR, "true");
    } else {
      labels.putAll(service.labels());
      labels.put(MANAGED_BY, CONTROLLER);
    }
    ObjectNode metadata = Json.ensure(json, "metadata");
    ObjectNode labelsJson = metadata.putObject("labels");
    labels.forEach(labelsJson::put);
    if (tooMany) {
      Json.ensure(metadata, "annotations").put(OVER_CAPACITY, "truncated");
    } else if (metadata.get("annotations") instanceof ObjectNode annotations) {
      annotations.remove(OVER_CAPACITY);
    }
  }

  /** Whether slices should mirror these Endpoints: people made them, and want it. */
  static boolean mirrored(KubeObject endpoints) {
    return !endpoints.label(MANAGED_BY).equals(CONTROLLER)
        && !endpoints.label(SKIP_MIRROR).equals("true")
        && endpoints.annotation("control-plane.alpha.kubernetes.io/leader").isEmpty();
  }

  /** What Endpoints that people made hold. */
  static List<Endpoint> read(KubeObject endpoints) {
    List<Endpoint> all = new ArrayList<>();
    for (JsonNode subset : endpoints.at("subsets")) {
      List<EndpointPort> ports = EndpointPort.read(subset.path("ports"));
      subset.path("addresses").forEach(address -> all.add(read(address, true, ports)));
      subset.path("notReadyAddresses").forEach(address -> all.add(read(address, false, ports)));
    }
    return all;
  }

  private static Endpoint read(JsonNode address, boolean ready, List<EndpointPort> ports) {
    return new Endpoint(
        address.path("ip").asText(),
        address.path("nodeName").asText(""),
        "",
        address.path("hostname").asText(""),
        ready,
        ready,
        false,
        address.get("targetRef"),
        ports);
  }
}
