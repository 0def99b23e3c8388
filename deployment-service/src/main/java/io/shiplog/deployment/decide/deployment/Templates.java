package io.shiplog.deployment.decide.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Names;
import java.util.Map;
import java.util.TreeMap;

/** Tells pod templates apart: two are the same if they say the same, in whatever order. */
final class Templates {

  /** The label by which the pods of one ReplicaSet of a Deployment are told from another's. */
  static final String HASH_LABEL = "pod-template-hash";

  private Templates() {}

  /** Ten characters that follow from the template and the collision count. */
  static String hash(JsonNode template, long collisionCount) {
    return Names.suffix(10, canonical(template), collisionCount);
  }

  /** Whether the templates say the same, apart from the label that this controller adds. */
  static boolean same(JsonNode one, JsonNode other) {
    return canonical(one).equals(canonical(other));
  }

  private static String canonical(JsonNode template) {
    StringBuilder text = new StringBuilder();
    append(text, template, "");
    return text.toString();
  }

  /** Fields in order, nulls left out, as is what says nothing: empty maps of metadata. */
  private static void append(StringBuilder text, JsonNode node, String path) {
    if (node instanceof ObjectNode object) {
      Map<String, JsonNode> fields = new TreeMap<>();
      object.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
      text.append('{');
      fields.forEach(
          (field, value) -> {
            String below = path + "/" + field;
            if (!value.isNull() && !below.equals("/metadata/labels/" + HASH_LABEL)) {
              if (!(below.startsWith("/metadata") && value.isEmpty() && value.isContainerNode())) {
                text.append(field.length()).append(field).append(':');
                append(text, value, below);
                text.append(',');
              }
            }
          });
      text.append('}');
    } else if (node.isArray()) {
      text.append('[');
      for (JsonNode item : node) {
        append(text, item, path + "[]");
        text.append(',');
      }
      text.append(']');
    } else {
      text.append(node);
    }
  }
}
