package io.shiplog.gateway.http.discovery;

import io.shiplog.model.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The discovery documents of a catalogue. Each is made when first asked for and kept; safe for
 * concurrent use.
 *
 * <p>How URLs map: {@code /api} → {@link #api}, {@code /apis} → {@link #apis}, {@code /api/v1} →
 * {@link #resources resources("", "v1")}, {@code /apis/apps} → {@link #group group("apps")}, {@code
 * /apis/apps/v1} → {@link #resources resources("apps", "v1")}.
 */
public final class Discovery {

  private final Map<String, Map<String, List<ResourceType>>> groups = new LinkedHashMap<>();
  private final Map<String, Document> made = new ConcurrentHashMap<>();
  private final String serverAddress;

  /**
   * Describes these kinds.
   *
   * @param types the kinds; a group's first version is the one it prefers
   * @param serverAddress {@code host:port} at which {@code /api} says that the server is reached
   */
  public Discovery(List<ResourceType> types, String serverAddress) {
    this.serverAddress = serverAddress;
    for (ResourceType type : types) {
      groups
          .computeIfAbsent(type.group(), absent -> new LinkedHashMap<>())
          .computeIfAbsent(type.version(), absent -> new ArrayList<>())
          .add(type);
    }
  }

  /**
   * {@code /api}: the core group's versions, or with a matching Accept header its aggregated form.
   *
   * @param accept the request's Accept header; may be null
   */
  public Document api(String accept) {
    return negotiated("/api", accept, Set.of(""), () -> GroupDocuments.coreVersions(serverAddress));
  }

  /**
   * {@code /apis}: the named groups, or with a matching Accept header everything in them.
   *
   * @param accept the request's Accept header; may be null
   */
  public Document apis(String accept) {
    Set<String> named = new LinkedHashSet<>(groups.keySet());
    named.remove("");
    return negotiated("/apis", accept, named, () -> GroupDocuments.groupList(versionsOf(named)));
  }

  /** {@code /apis/<group>}; empty where there is no such group, and for the core group. */
  public Optional<Document> group(String group) {
    if (group.isEmpty() || !groups.containsKey(group)) {
      return Optional.empty();
    }
    return Optional.of(
        made.computeIfAbsent(
            "group " + group, absent -> GroupDocuments.group(group, groups.get(group).keySet())));
  }

  /**
   * {@code /api/v1} and {@code /apis/<group>/<version>}: the resources and what can be done with
   * them; empty where the version is not served.
   *
   * @param group the group, empty for the core group
   */
  public Optional<Document> resources(String group, String version) {
    List<ResourceType> types = groups.getOrDefault(group, Map.of()).get(version);
    if (types == null) {
      return Optional.empty();
    }
    return Optional.of(
        made.computeIfAbsent(
            "resources " + group + "/" + version, absent -> ResourceDocuments.list(types)));
  }

  private Document negotiated(
      String path, String accept, Set<String> which, Supplier<Document> plain) {
    return AggregatedForm.preferred(accept)
        .map(
            form ->
                made.computeIfAbsent(path + " " + form, absent -> form.document(typesOf(which))))
        .orElseGet(() -> made.computeIfAbsent(path, absent -> plain.get()));
  }

  private Map<String, Map<String, List<ResourceType>>> typesOf(Set<String> which) {
    Map<String, Map<String, List<ResourceType>>> types = new LinkedHashMap<>(groups);
    types.keySet().retainAll(which);
    return types;
  }

  private Map<String, Set<String>> versionsOf(Set<String> which) {
    Map<String, Set<String>> versions = new LinkedHashMap<>();
    which.forEach(group -> versions.put(group, groups.get(group).keySet()));
    return versions;
  }
}
