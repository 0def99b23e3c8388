package io.shiplog.model;

import java.util.List;
import java.util.Set;

/**
 * One entry of the resource catalogue: what a kind is called, where it lives, what can be done with
 * it.
 *
 * @param group API group, empty for the core group
 * @param version the one served and stored version
 * @param plural name in URLs
 * @param singular name that kubectl accepts too
 * @param kind name in manifests
 * @param shortNames abbreviations that kubectl accepts
 * @param categories groups such as {@code all}
 * @param namespaced whether objects live in a namespace
 * @param subresources the subresources served, such as {@code status}, {@code scale}
 * @param shard the partition of {@code commands} and {@code objects} that holds this kind
 * @param definition name of the schema definition, as in Kubernetes' OpenAPI document
 */
public record ResourceType(
    String group,
    String version,
    String plural,
    String singular,
    String kind,
    List<String> shortNames,
    List<String> categories,
    boolean namespaced,
    Set<String> subresources,
    int shard,
    String definition) {

  /** {@code v1} or {@code apps/v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** {@code pods} or {@code deployments.apps}: the first part of an {@link ObjectKey}. */
  public String qualifiedName() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** The key of an object of this kind; the namespace is ignored for cluster-scoped kinds. */
  public ObjectKey key(String namespace, String name) {
    return new ObjectKey(qualifiedName(), namespaced ? namespace : "", name);
  }

  public boolean has(String subresource) {
    return subresources.contains(subresource);
  }
}
