package io.shiplog.model;

/**
 * The keys of the topic {@code routes}: {@code <namespace>/<name>} of a Service, {@code /<name>} of
 * a Node.
 */
public final class RouteKey {

  private RouteKey() {}

  /** The key of a Service's or a Node's route. */
  public static String of(ObjectKey object) {
    return object.namespace() + "/" + object.name();
  }

  /** Whether it is a Node's. */
  public static boolean isNode(String key) {
    return key.startsWith("/");
  }

  /**
   * Whose route it is.
   *
   * @throws IllegalArgumentException if it is no such key
   */
  public static ObjectKey parse(String key) {
    String resource = (isNode(key) ? Catalogue.NODES : Catalogue.SERVICES).qualifiedName();
    return ObjectKey.parse(resource + "/" + key);
  }
}
