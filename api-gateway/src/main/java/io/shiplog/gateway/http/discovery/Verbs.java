package io.shiplog.gateway.http.discovery;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ResourceType;
import io.shiplog.model.ReviewKinds;
import java.util.List;

/** What can be done with a kind. */
public final class Verbs {

  private static final List<String> ALL =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private Verbs() {}

  /**
   * The verbs of a kind. As in Kubernetes, Namespaces are not deleted as a collection, and reviews
   * are only asked.
   */
  public static List<String> of(ResourceType type) {
    if (ReviewKinds.ALL.contains(type)) {
      return List.of("create");
    }
    return type.equals(Catalogue.NAMESPACES)
        ? ALL.stream().filter(verb -> !verb.equals("deletecollection")).toList()
        : ALL;
  }
}
