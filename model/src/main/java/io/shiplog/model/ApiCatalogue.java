package io.shiplog.model;

import io.shiplog.model.convert.Conversion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kinds that one reader knows, as an immutable value: which are stored, in which further
 * versions they are served, and which are the ledgers' own. What is not in it may exist all the
 * same: an object of another kind is unknown, not absent. See {@code
 * docs/adr/0057-a-catalogue-is-a-value.md}.
 */
public final class ApiCatalogue {

  /**
   * A version of a stored kind that is served beside the stored one.
   *
   * @param type how it is called and found
   * @param stored the stored kind
   * @param conversion from one to the other
   */
  public record FurtherVersion(ResourceType type, ResourceType stored, Conversion conversion) {}

  private final List<ResourceType> stored;
  private final List<ResourceType> served;
  private final Map<String, ResourceType> byQualifiedName = new HashMap<>();
  private final Map<String, ResourceType> byKind = new HashMap<>();
  private final Map<String, ResourceType> byPath = new HashMap<>();
  private final Map<String, ResourceType> internal = new HashMap<>();
  private final Map<ResourceType, FurtherVersion> further = new HashMap<>();

  /**
   * A catalogue; discovery shows its kinds in the order given.
   *
   * @param stored what is stored, and served as it is
   * @param further other versions of what is stored
   * @param internal what the ledger decides about and nobody is served
   * @throws IllegalArgumentException if two entries have one name, or a further version is one of
   *     what is not stored
   */
  public ApiCatalogue(
      List<ResourceType> stored, List<FurtherVersion> further, List<ResourceType> internal) {
    this.stored = List.copyOf(stored);
    this.served =
        Stream.concat(stored.stream(), further.stream().map(FurtherVersion::type)).toList();
    for (ResourceType type : stored) {
      unique(byQualifiedName, type.qualifiedName(), type);
      unique(byKind, type.apiVersion() + "/" + type.kind(), type);
    }
    for (ResourceType type : served) {
      unique(byPath, path(type.group(), type.version(), type.plural()), type);
    }
    for (ResourceType type : internal) {
      if (byQualifiedName.containsKey(type.qualifiedName())) {
        throw new IllegalArgumentException(type.qualifiedName() + " is stored and internal");
      }
      unique(this.internal, type.qualifiedName(), type);
    }
    for (FurtherVersion one : further) {
      if (!stored.contains(one.stored())) {
        throw new IllegalArgumentException(
            "%s is a version of %s, which is not stored"
                .formatted(one.type().qualifiedName(), one.stored().qualifiedName()));
      }
      this.further.put(one.type(), one);
    }
  }

  private static void unique(Map<String, ResourceType> map, String name, ResourceType type) {
    if (map.putIfAbsent(name, type) != null) {
      throw new IllegalArgumentException("two kinds are called " + name);
    }
  }

  private static String path(String group, String version, String plural) {
    return group + "/" + version + "/" + plural;
  }

  /** What is stored, in discovery order. */
  public List<ResourceType> stored() {
    return stored;
  }

  /** What is served, in discovery order: each stored kind, and further versions of some. */
  public List<ResourceType> served() {
    return served;
  }

  /** Looks up {@code deployments.apps} among what is stored. */
  public Optional<ResourceType> byQualifiedName(String qualifiedName) {
    return Optional.ofNullable(byQualifiedName.get(qualifiedName));
  }

  /** Looks up what the ledger decides about: what is stored, and what ledgers tell each other. */
  public Optional<ResourceType> decided(String qualifiedName) {
    return byQualifiedName(qualifiedName)
        .or(() -> Optional.ofNullable(internal.get(qualifiedName)));
  }

  /** Looks up what a manifest names: {@code apps/v1}, {@code Deployment}. */
  public Optional<ResourceType> byKind(String apiVersion, String kind) {
    return Optional.ofNullable(byKind.get(apiVersion + "/" + kind));
  }

  /** Looks up what a URL names: {@code apps}, {@code v1}, {@code deployments}. */
  public Optional<ResourceType> byPath(String group, String version, String plural) {
    return Optional.ofNullable(byPath.get(path(group, version, plural)));
  }

  /** The kind as which objects of a served one are stored; mostly the same. */
  public ResourceType stored(ResourceType served) {
    FurtherVersion one = further.get(served);
    return one == null ? served : one.stored();
  }

  /** How objects of a served kind become stored ones, and back. */
  public Conversion conversion(ResourceType served) {
    FurtherVersion one = further.get(served);
    return one == null ? Conversion.NONE : one.conversion();
  }

  /** The shard of an object; unknown kinds belong to the main shard, where they are refused. */
  public int shardOf(ObjectKey key) {
    return decided(key.resource()).map(ResourceType::shard).orElse(Catalogue.MAIN_SHARD);
  }
}
