package io.shiplog.registry.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reading and writing EndpointSlices. */
final class Slices {

  static final String SERVICE_NAME = "kubernetes.io/service-name";
  static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

  private Slices() {}

  /** The slices of a Service, whoever made them, by name. */
  static List<KubeObject> of(String namespace, String service, ObjectTable table) {
    List<KubeObject> found = new ArrayList<>();
    for (KubeObject slice : table.list(Catalogue.ENDPOINTSLICES, namespace)) {
      if (slice.label(SERVICE_NAME).equals(service)) {
        found.add(slice);
      }
    }
    return found;
  }

  /** The endpoints in a slice, one for each address. */
  static List<Endpoint> endpoints(KubeObject slice) {
    List<EndpointPort> ports = ports(slice);
    List<Endpoint> all = new ArrayList<>();
    for (JsonNode entry : slice.at("endpoints")) {
      entry
          .path("addresses")
          .forEach(address -> all.add(Endpoint.read(entry, address.asText(), ports)));
    }
    return all;
  }

  static List<EndpointPort> ports(KubeObject slice) {
    return EndpointPort.read(slice.at("ports"));
  }

  /** A slice that is not there yet. */
  static ObjectNode make(
      SliceOwner owner, String name, List<EndpointPort> ports, List<Endpoint> endpoints) {
    ObjectNode slice =
        Json.object().put("apiVersion", "discovery.k8s.io/v1").put("kind", "EndpointSlice");
    ObjectNode metadata = slice.putObject("metadata");
    metadata.put("name", name).put("namespace", owner.object().namespace());
    metadata
        .putArray("ownerReferences")
        .add(KubeObject.OwnerReference.controlling(owner.object()).toJson());
    slice.put("addressType", "IPv4");
    fill(slice, owner.labels(), ports, endpoints);
    return slice;
  }

  /** Gives a slice what it is to hold. */
  static void fill(
      ObjectNode slice,
      Map<String, String> labels,
      List<EndpointPort> ports,
      List<Endpoint> endpoints) {
    ObjectNode labelsJson = Json.ensure(slice, "metadata").putObject("labels");
    labels.forEach(labelsJson::put);
    ArrayNode entries = slice.putArray("endpoints");
    endpoints.forEach(endpoint -> entries.add(endpoint.toSliceJson()));
    ArrayNode portEntries = slice.putArray("ports");
    ports.forEach(port -> portEntries.add(port.toSliceJson()));
  }
}
