package io.shiplog.gateway.http;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.ReviewKinds;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a URL path names: {@code /api/v1/namespaces/default/pods/web-0/log}.
 *
 * @param type the kind
 * @param namespace empty for cluster-scoped kinds, and for a kind across all namespaces
 * @param name empty for a collection
 * @param subresource empty for the object itself
 */
public record ResourcePath(ResourceType type, String namespace, String name, String subresource) {

  /** Under a namespace's path these are its subresources; anything else is a kind in it. */
  private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");

  /** The kind as which its objects are stored. */
  ResourceType stored() {
    return Catalogue.stored(type);
  }

  /** The key of the object. */
  public ObjectKey key() {
    return stored().key(namespace, name);
  }

  /** Whether the path names a collection, not an object. */
  public boolean collection() {
    return name.isEmpty();
  }

  /**
   * Reads a path, still percent-encoded.
   *
   * @return empty if it names no kind or subresource that is served
   */
  public static Optional<ResourcePath> parse(String path) {
    List<String> all = segments(path);
    int watch = watchSegment(all);
    List<String> parts = watch < 0 ? all : without(all, watch);
    Optional<ResourcePath> found = parse(parts);
    // Only objects are watched, not parts of them.
    return watch < 0 ? found : found.filter(one -> one.subresource().isEmpty());
  }

  /**
   * Whether a path asks for a watch by itself, as {@code /api/v1/watch/pods} does. Such paths are
   * deprecated in Kubernetes, and served.
   */
  static boolean watches(String path) {
    return watchSegment(segments(path)) >= 0;
  }

  /** Where the word stands that asks for a watch; -1 if there is none. */
  private static int watchSegment(List<String> parts) {
    int index = parts.getFirst().equals("api") ? 2 : 3;
    boolean api = index == 2 || parts.getFirst().equals("apis");
    return api && parts.size() > index + 1 && parts.get(index).equals("watch") ? index : -1;
  }

  private static List<String> without(List<String> parts, int index) {
    List<String> rest = new ArrayList<>(parts);
    rest.remove(index);
    return rest;
  }

  private static Optional<ResourcePath> parse(List<String> parts) {
    if (parts.size() >= 3 && parts.getFirst().equals("api")) {
      return of("", parts.get(1), parts.subList(2, parts.size()));
    }
    if (parts.size() >= 4 && parts.getFirst().equals("apis")) {
      return of(parts.get(1), parts.get(2), parts.subList(3, parts.size()));
    }
    return Optional.empty();
  }

  private static Optional<ResourcePath> of(String group, String version, List<String> rest) {
    boolean inNamespace =
        rest.size() >= 3
            && rest.getFirst().equals("namespaces")
            && !(rest.size() == 3 && NAMESPACE_SUBRESOURCES.contains(rest.get(2)));
    String namespace = inNamespace ? rest.get(1) : "";
    List<String> path = inNamespace ? rest.subList(2, rest.size()) : rest;
    if (path.size() > 3 || path.contains("") || inNamespace && namespace.isEmpty()) {
      return Optional.empty();
    }
    String name = path.size() > 1 ? path.get(1) : "";
    String subresource = path.size() > 2 ? path.get(2) : "";
    return Catalogue.byPath(group, version, path.getFirst())
        .or(() -> ReviewKinds.byPath(group, version, path.getFirst()))
        .filter(type -> type.namespaced() ? inNamespace || name.isEmpty() : !inNamespace)
        .filter(type -> subresource.isEmpty() || type.has(subresource))
        .map(type -> new ResourcePath(type, namespace, name, subresource));
  }

  private static List<String> segments(String path) {
    List<String> parts = new ArrayList<>();
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    for (String part : trimmed.substring(Math.min(1, trimmed.length())).split("/", -1)) {
      parts.add(decode(part));
    }
    return parts;
  }

  /** Percent-decoding alone: in a path, a plus sign is a plus sign. */
  private static String decode(String part) {
    if (part.indexOf('%') < 0) {
      return part;
    }
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return part;
    }
  }
}
