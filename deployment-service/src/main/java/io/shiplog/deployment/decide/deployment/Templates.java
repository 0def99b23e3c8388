package io.shiplog.deployment.decide.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Names;
import io.shiplog.model.schema.Schemas;
import io.shiplog.model.schema.StrictDecoding;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells pod templates apart: two are the same if they say the same, in whatever order. Those that
 * were written before objects had a normal form are read as if they had been in it.
 */
final class Templates {

  private static final String DEFINITION = "io.k8s.api.core.v1.PodTemplateSpec";
  private static final StrictDecoding DECODING = new StrictDecoding(Schemas.builtin());

  /** The label by which the pods of one ReplicaSet of a Deployment are told from another's. */
  static final String HASH_LABEL = "pod-template-hash";

  private Templates() {}

  /** Ten characters that follow from the template and the collision count. */
  static String hash(JsonNode template, long collisionCount) {
    return Names.suffix(10, canonical(normal(template)), collisionCount);
  }

  /** Whether the templates say the same, apart from the label that this controller adds. */
  static boolean same(JsonNode one, JsonNode other) {
    return canonical(one).equals(canonical(other))
        || canonical(normal(one)).equals(canonical(normal(other)));
  }

  private static JsonNode normal(JsonNode template) {
    return template instanceof ObjectNode tree
        ? DECODING.normalize(DEFINITION, tree).object()
        : template;
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
