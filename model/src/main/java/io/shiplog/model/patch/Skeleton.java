package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.List;

/**
 * The structures that every object of a kind has, even an empty one. A creator owns what it puts
 * into them, but not them, as it would own a structure that it may leave out.
 */
final class Skeleton {

  private static final List<List<String>> ALWAYS =
      List.of(
          List.of("metadata"),
          List.of("spec", "template", "metadata"),
          List.of("spec", "template", "spec"),
          List.of("spec", "strategy"),
          List.of("spec", "updateStrategy"),
          List.of("status", "loadBalancer"),
          List.of("status", "nodeInfo"),
          List.of("status", "daemonEndpoints", "kubeletEndpoint"));

  private Skeleton() {}

  static ObjectNode of(Shape shape) {
    ObjectNode skeleton = Json.object();
    for (List<String> path : ALWAYS) {
      ObjectNode at = skeleton;
      Shape here = shape;
      for (String name : path) {
        if (!here.declares(PathElements.field(name))) {
          break;
        }
        here = here.field(name);
        at = at.get(name) instanceof ObjectNode child ? child : at.putObject(name);
      }
      if (here.declares("f:containers") && path.contains("template")) {
        at.putArray("containers");
      }
    }
    if (shape.declares("f:spec") && shape.field("spec").declares("f:containers")) {
      Json.ensure(skeleton, "spec").putArray("containers");
    }
    return skeleton;
  }
}
