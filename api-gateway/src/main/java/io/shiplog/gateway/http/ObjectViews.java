package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.util.List;

/** Objects as people read them. */
public interface ObjectViews {

  /** What a row of a table carries besides its cells. */
  enum IncludeObject {
    METADATA,
    NONE,
    OBJECT;

    static IncludeObject of(String parameter) {
      return switch (parameter) {
        case "None" -> NONE;
        case "Object" -> OBJECT;
        default -> METADATA;
      };
    }
  }

  /** A {@code meta.k8s.io/v1} Table with one or more rows for each object, in their order. */
  ObjectNode table(ResourceType type, List<KubeObject> objects, IncludeObject include);
}
