package io.shiplog.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/**
 * The identity of an object and its key in the log: {@code <resource.group>/<namespace>/<name>},
 * with an empty namespace for cluster-scoped kinds.
 *
 * @param resource plural and group, as {@link ResourceType#qualifiedName()} gives it: {@code pods},
 *     {@code deployments.apps}
 * @param namespace empty for cluster-scoped kinds
 * @param name the object's name; empty only while the ledger has not generated it yet
 */
public record ObjectKey(String resource, String namespace, String name)
    implements Comparable<ObjectKey> {

  public ObjectKey {
    Objects.requireNonNull(resource);
    Objects.requireNonNull(namespace);
    Objects.requireNonNull(name);
  }

  /**
   * Reads a record key.
   *
   * @throws IllegalArgumentException if it does not have exactly three parts
   */
  @JsonCreator
  public static ObjectKey parse(String text) {
    int first = text.indexOf('/');
    int second = text.indexOf('/', first + 1);
    if (first <= 0 || second < 0 || text.indexOf('/', second + 1) >= 0) {
      throw new IllegalArgumentException("not an object key: " + text);
    }
    return new ObjectKey(
        Json.shared(text.substring(0, first)),
        Json.shared(text.substring(first + 1, second)),
        text.substring(second + 1));
  }

  /** The record key. */
  @JsonValue
  @Override
  public String toString() {
    return resource + "/" + namespace + "/" + name;
  }

  /** The same kind and namespace under another name. */
  public ObjectKey withName(String other) {
    return new ObjectKey(resource, namespace, other);
  }

  /** By resource, namespace, name: the order in which a LIST returns. */
  @Override
  public int compareTo(ObjectKey other) {
    int byResource = resource.compareTo(other.resource);
    if (byResource != 0) {
      return byResource;
    }
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }
}
