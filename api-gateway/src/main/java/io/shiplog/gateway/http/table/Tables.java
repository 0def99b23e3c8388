package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.http.ObjectViews.IncludeObject;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The table of every kind, and how one is written. A kind that is not listed shows name and age.
 */
public final class Tables {

  private static final TableKind GENERIC = new GenericTable();

  private static final Map<ResourceType, TableKind> KINDS =
      Map.ofEntries(
          Map.entry(Catalogue.PODS, new PodTable()),
          Map.entry(Catalogue.DEPLOYMENTS, new WorkloadTables.Deployments()),
          Map.entry(Catalogue.REPLICASETS, new WorkloadTables.ReplicaSets()),
          Map.entry(Catalogue.SERVICES, new ServiceTable()),
          Map.entry(Catalogue.NODES, new NodeTable()),
          Map.entry(Catalogue.ENDPOINTS, new EndpointTables.Endpoints()),
          Map.entry(Catalogue.ENDPOINTSLICES, new EndpointTables.EndpointSlices()),
          Map.entry(Catalogue.NAMESPACES, SmallTables.namespaces()),
          Map.entry(Catalogue.CONFIGMAPS, SmallTables.configMaps()),
          Map.entry(Catalogue.SECRETS, SmallTables.secrets()),
          Map.entry(Catalogue.LEASES, SmallTables.leases()),
          Map.entry(Catalogue.EVENTS, new EventTable()));

  private Tables() {}

  static TableKind forType(ResourceType type) {
    return KINDS.getOrDefault(type, GENERIC);
  }

  /**
   * A {@code meta.k8s.io/v1} Table with a row for each object, in their order. Its metadata has the
   * resourceVersion of the object where there is one object; that of a list is the caller's to set.
   */
  public static ObjectNode render(
      ResourceType type, List<KubeObject> objects, IncludeObject include, Instant now) {
    TableKind kind = forType(type);
    ObjectNode table = Json.object();
    table.put("kind", "Table");
    table.put("apiVersion", "meta.k8s.io/v1");
    ObjectNode metadata = table.putObject("metadata");
    if (objects.size() == 1) {
      metadata.put(
          "resourceVersion", Json.text(objects.getFirst().json(), "metadata", "resourceVersion"));
    }
    ArrayNode columns = table.putArray("columnDefinitions");
    kind.columns().forEach(column -> columns.add(column.json()));
    ArrayNode rows = table.putArray("rows");
    for (KubeObject object : objects) {
      ObjectNode row = rows.addObject();
      row.set("cells", kind.row(object, now));
      switch (include) {
        case NONE -> row.putNull("object");
        case METADATA -> row.set("object", partial(object));
        case OBJECT -> row.set("object", object.json());
      }
    }
    return table;
  }

  private static ObjectNode partial(KubeObject object) {
    ObjectNode partial = Json.object();
    partial.put("kind", "PartialObjectMetadata");
    partial.put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", object.metadata());
    return partial;
  }
}
