package io.shiplog.ledger.decide;

import io.shiplog.model.ResourceType;
import java.util.List;
import java.util.Set;

/** Kinds that exist only as the body of a subresource, and so are not in the catalogue. */
public final class Kinds {

  public static final ResourceType SCALES = of("autoscaling", "scales", "Scale");
  public static final ResourceType BINDINGS = of("", "bindings", "Binding");

  private Kinds() {}

  private static ResourceType of(String group, String plural, String kind) {
    return new ResourceType(
        group,
        "v1",
        plural,
        kind.toLowerCase(java.util.Locale.ROOT),
        kind,
        List.of(),
        List.of(),
        true,
        Set.of(),
        0,
        "io.k8s.api." + (group.isEmpty() ? "core" : group) + ".v1." + kind);
  }
}
