package io.shiplog.model.patch;

import io.shiplog.model.schema.Schema;
import io.shiplog.model.schema.Schema.ListKind;
import io.shiplog.model.schema.Schema.Type;
import io.shiplog.model.schema.SchemaSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small Deployment-like kind, made by hand, that has every sort of list and map. */
final class TestSchemas {

  static final Schema STRING = plain(Type.STRING);
  static final Schema INTEGER = plain(Type.INTEGER);
  static final Schema LABELS = mapOf(STRING, false);

  private static final Map<String, Schema> DEFINITIONS = new LinkedHashMap<>();

  static {
    define(
        "ObjectMeta",
        "name",
        STRING,
        "namespace",
        STRING,
        "uid",
        STRING,
        "resourceVersion",
        STRING,
        "creationTimestamp",
        STRING,
        "generation",
        INTEGER,
        "labels",
        LABELS,
        "annotations",
        LABELS,
        "finalizers",
        list(STRING, ListKind.SET, List.of(), Schema.PRIMITIVE),
        "managedFields",
        list(plain(Type.ANY), ListKind.ATOMIC, List.of(), ""));
    define(
        "Port", "name", STRING, "containerPort", INTEGER, "protocol", STRING, "hostPort", INTEGER);
    define("EnvVar", "name", STRING, "value", STRING);
    define(
        "Container",
        "name",
        STRING,
        "image",
        STRING,
        "args",
        list(STRING, ListKind.ATOMIC, List.of(), ""),
        "env",
        list(ref("EnvVar"), ListKind.MAP, List.of("name"), "name"),
        "ports",
        list(ref("Port"), ListKind.MAP, List.of("containerPort", "protocol"), "containerPort"));
    define("Volume", "name", STRING, "emptyDir", struct(Map.of("medium", STRING)), "path", STRING);
    define(
        "PodSpec",
        "containers",
        list(ref("Container"), ListKind.MAP, List.of("name"), "name"),
        "volumes",
        list(ref("Volume"), ListKind.MAP, List.of("name"), "name"),
        "nodeSelector",
        mapOf(STRING, true),
        "tolerations",
        list(LABELS, ListKind.ATOMIC, List.of(), ""));
    define("Template", "metadata", ref("ObjectMeta"), "spec", ref("PodSpec"));
    define("Rolling", "maxSurge", plain(Type.INT_OR_STRING), "maxUnavailable", STRING);
    define("Strategy", "type", STRING, "rollingUpdate", ref("Rolling"));
    define(
        "Spec",
        "replicas",
        INTEGER,
        "paused",
        plain(Type.BOOLEAN),
        "strategy",
        ref("Strategy"),
        "template",
        ref("Template"));
    define("Status", "replicas", INTEGER, "phase", STRING);
    define(
        "Deployment",
        "apiVersion",
        STRING,
        "kind",
        STRING,
        "metadata",
        ref("ObjectMeta"),
        "spec",
        ref("Spec"),
        "status",
        ref("Status"));
  }

  static final SchemaSource SOURCE = name -> Optional.ofNullable(DEFINITIONS.get(name));
  static final Schema DEPLOYMENT = DEFINITIONS.get("Deployment");

  private TestSchemas() {}

  private static void define(String name, Object... fields) {
    Map<String, Schema> properties = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      properties.put((String) fields[i], (Schema) fields[i + 1]);
    }
    DEFINITIONS.put(name, struct(properties));
  }

  private static Schema struct(Map<String, Schema> properties) {
    return schema(Type.OBJECT, "", properties, null, null, ListKind.ATOMIC, List.of(), false, "");
  }

  private static Schema plain(Type type) {
    return schema(type, "", Map.of(), null, null, ListKind.ATOMIC, List.of(), false, "");
  }

  private static Schema ref(String name) {
    return schema(Type.OBJECT, name, Map.of(), null, null, ListKind.ATOMIC, List.of(), false, "");
  }

  private static Schema mapOf(Schema values, boolean atomic) {
    return schema(Type.OBJECT, "", Map.of(), values, null, ListKind.ATOMIC, List.of(), atomic, "");
  }

  private static Schema list(Schema items, ListKind kind, List<String> keys, String mergeKey) {
    return schema(Type.ARRAY, "", Map.of(), null, items, kind, keys, false, mergeKey);
  }

  private static Schema schema(
      Type type,
      String reference,
      Map<String, Schema> properties,
      Schema values,
      Schema items,
      ListKind kind,
      List<String> keys,
      boolean atomicMap,
      String mergeKey) {
    return new Schema(
        type,
        "",
        reference,
        "",
        properties,
        values,
        items,
        List.of(),
        kind,
        keys,
        atomicMap,
        mergeKey,
        false,
        Schema.Presence.AS_WRITTEN,
        List.of());
  }
}
