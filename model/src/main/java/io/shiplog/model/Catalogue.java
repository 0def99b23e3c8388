package io.shiplog.model;

import io.shiplog.model.ApiCatalogue.FurtherVersion;
import io.shiplog.model.convert.Conversion;
import io.shiplog.model.convert.RenamedFields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kinds that every cluster has. A new kind is one entry here, plus its rules in the ledger.
 * Lookups are those of {@link #BUILT_IN}; what is to follow from a cluster's state is handed an
 * {@link ApiCatalogue}.
 *
 * <p>Shards: 0 holds everything but Events, which are many and go soon (1). Shard 2 once held the
 * Leases, and holds nothing any more: partitions of a log cannot be taken away.
 */
public final class Catalogue {

  /** The shard of everything that has none of its own. */
  public static final int MAIN_SHARD = 0;

  /** The shard of Events. */
  public static final int EVENT_SHARD = 1;

  /** How many partitions {@code commands} and {@code objects} have. */
  public static final int SHARDS = 3;

  public static final ResourceType NAMESPACES =
      core("namespaces", "namespace", "Namespace")
          .cluster()
          .shortNames("ns")
          .subresources("status", "finalize")
          .build();
  public static final ResourceType NODES =
      core("nodes", "node", "Node").cluster().shortNames("no").subresources("status").build();
  public static final ResourceType PODS =
      core("pods", "pod", "Pod")
          .shortNames("po")
          .categories("all")
          .subresources("status", "binding", "log")
          .build();
  public static final ResourceType SERVICES =
      core("services", "service", "Service")
          .shortNames("svc")
          .categories("all")
          .subresources("status")
          .build();
  public static final ResourceType ENDPOINTS =
      core("endpoints", "endpoints", "Endpoints").shortNames("ep").build();
  public static final ResourceType CONFIGMAPS =
      core("configmaps", "configmap", "ConfigMap").shortNames("cm").build();
  public static final ResourceType SECRETS = core("secrets", "secret", "Secret").build();
  public static final ResourceType SERVICEACCOUNTS =
      core("serviceaccounts", "serviceaccount", "ServiceAccount").shortNames("sa").build();
  public static final ResourceType EVENTS =
      core("events", "event", "Event").shortNames("ev").shard(EVENT_SHARD).build();
  public static final ResourceType DEPLOYMENTS =
      in("apps", "v1", "deployments", "deployment", "Deployment")
          .shortNames("deploy")
          .categories("all")
          .subresources("status", "scale")
          .build();
  public static final ResourceType REPLICASETS =
      in("apps", "v1", "replicasets", "replicaset", "ReplicaSet")
          .shortNames("rs")
          .categories("all")
          .subresources("status", "scale")
          .build();
  public static final ResourceType LEASES =
      in("coordination.k8s.io", "v1", "leases", "lease", "Lease")
          .definition("io.k8s.api.coordination.v1.Lease")
          .build();
  public static final ResourceType ENDPOINTSLICES =
      in("discovery.k8s.io", "v1", "endpointslices", "endpointslice", "EndpointSlice")
          .definition("io.k8s.api.discovery.v1.EndpointSlice")
          .build();

  /**
   * How a namespace stands, as the shard of the Events has it: under the namespace's name and uid,
   * and whether it ends. The ledgers tell each other; nobody else sees or writes it. See {@code
   * docs/adr/0037-shards-tell-each-other.md}.
   */
  public static final ResourceType NAMESPACE_STANDINGS =
      in(
              "internal.shiplog.io",
              "v1",
              "namespacestandings",
              "namespacestanding",
              "NamespaceStanding")
          .cluster()
          .subresources("finalize")
          .shard(EVENT_SHARD)
          .build();

  /**
   * Events under the names that the newer recorders use; the same objects as {@link #EVENTS}. See
   * {@code docs/adr/0038-several-versions-of-one-resource.md}.
   */
  public static final ResourceType EVENTS_V1 =
      in("events.k8s.io", "v1", "events", "event", "Event")
          .definition("io.k8s.api.events.v1.Event")
          .shortNames("ev")
          .shard(EVENT_SHARD)
          .build();

  /** What is stored, in discovery order: the core group first. */
  public static final List<ResourceType> ALL =
      List.of(
          NAMESPACES,
          NODES,
          PODS,
          SERVICES,
          ENDPOINTS,
          CONFIGMAPS,
          SECRETS,
          SERVICEACCOUNTS,
          EVENTS,
          DEPLOYMENTS,
          REPLICASETS,
          LEASES,
          ENDPOINTSLICES);

  private static final List<FurtherVersion> FURTHER =
      List.of(
          new FurtherVersion(
              EVENTS_V1,
              EVENTS,
              new RenamedFields(
                  EVENTS_V1.apiVersion(),
                  EVENTS.apiVersion(),
                  Map.of(
                      "note", "message",
                      "regarding", "involvedObject",
                      "reportingController", "reportingComponent",
                      "deprecatedSource", "source",
                      "deprecatedFirstTimestamp", "firstTimestamp",
                      "deprecatedLastTimestamp", "lastTimestamp",
                      "deprecatedCount", "count"))));

  /** The kinds that every cluster has. */
  public static final ApiCatalogue BUILT_IN =
      new ApiCatalogue(ALL, FURTHER, List.of(NAMESPACE_STANDINGS));

  /** What is served, in discovery order: each stored kind, and further versions of some. */
  public static final List<ResourceType> SERVED = BUILT_IN.served();

  private Catalogue() {}

  /** Looks up {@code deployments.apps} among the built-in kinds. */
  public static Optional<ResourceType> byQualifiedName(String qualifiedName) {
    return BUILT_IN.byQualifiedName(qualifiedName);
  }

  /** Looks up what the ledger decides about: what is served, and what ledgers tell each other. */
  public static Optional<ResourceType> decided(String qualifiedName) {
    return BUILT_IN.decided(qualifiedName);
  }

  /** Looks up what a manifest names: {@code apps/v1}, {@code Deployment}. */
  public static Optional<ResourceType> byKind(String apiVersion, String kind) {
    return BUILT_IN.byKind(apiVersion, kind);
  }

  /** Looks up what a URL names: {@code apps}, {@code v1}, {@code deployments}. */
  public static Optional<ResourceType> byPath(String group, String version, String plural) {
    return BUILT_IN.byPath(group, version, plural);
  }

  /** The kind as which objects of a served one are stored; mostly the same. */
  public static ResourceType stored(ResourceType served) {
    return BUILT_IN.stored(served);
  }

  /** How objects of a served kind become stored ones, and back. */
  public static Conversion conversion(ResourceType served) {
    return BUILT_IN.conversion(served);
  }

  /** The shard of an object; unknown kinds belong to the main shard, where they are refused. */
  public static int shardOf(ObjectKey key) {
    return BUILT_IN.shardOf(key);
  }

  private static Entry core(String plural, String singular, String kind) {
    return in("", "v1", plural, singular, kind);
  }

  private static Entry in(
      String group, String version, String plural, String singular, String kind) {
    return new Entry(group, version, plural, singular, kind);
  }

  /** Spells out one catalogue entry. */
  private static final class Entry {
    private final String group;
    private final String version;
    private final String plural;
    private final String singular;
    private final String kind;
    private List<String> shortNames = List.of();
    private List<String> categories = List.of();
    private boolean namespaced = true;
    private Set<String> subresources = Set.of();
    private int shard = MAIN_SHARD;
    private String definition;

    Entry(String group, String version, String plural, String singular, String kind) {
      this.group = group;
      this.version = version;
      this.plural = plural;
      this.singular = singular;
      this.kind = kind;
      this.definition =
          "io.k8s.api." + (group.isEmpty() ? "core" : group) + "." + version + "." + kind;
    }

    Entry cluster() {
      namespaced = false;
      return this;
    }

    Entry shortNames(String... names) {
      shortNames = List.of(names);
      return this;
    }

    Entry categories(String... names) {
      categories = List.of(names);
      return this;
    }

    Entry subresources(String... names) {
      subresources = Set.of(names);
      return this;
    }

    Entry shard(int number) {
      shard = number;
      return this;
    }

    Entry definition(String name) {
      definition = name;
      return this;
    }

    ResourceType build() {
      return new ResourceType(
          group,
          version,
          plural,
          singular,
          kind,
          shortNames,
          categories,
          namespaced,
          subresources,
          shard,
          definition);
    }
  }
}
