package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.shiplog.model.Json;
import io.shiplog.model.schema.Schema;
import io.shiplog.model.schema.SchemaSource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Protobuf messages of the API as the JSON trees they stand for. Fields are named alike; a message
 * field that the schema does not know is one that JSON inlines ({@code volumeSource}, {@code
 * handler}, {@code localObjectReference}).
 *
 * <p>Go writes the zero value of every field that is not a pointer, so a zero says nothing and is
 * dropped, except where the field is a pointer and zero is meant.
 */
final class ProtobufTree {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** Pointer fields whose zero value differs from absence. Source: the API's Go types. */
  private static final Set<String> ZERO_MATTERS =
      Set.of(
          "replicas",
          "minReplicas",
          "gracePeriodSeconds",
          "deletionGracePeriodSeconds",
          "terminationGracePeriodSeconds",
          "activeDeadlineSeconds",
          "backoffLimit",
          "parallelism",
          "completions",
          "ttlSecondsAfterFinished",
          "startingDeadlineSeconds",
          "successfulJobsHistoryLimit",
          "failedJobsHistoryLimit",
          "revisionHistoryLimit",
          "progressDeadlineSeconds",
          "partition",
          "runAsUser",
          "runAsGroup",
          "fsGroup",
          "tolerationSeconds",
          "priority",
          "defaultMode",
          "mode",
          "leaseTransitions",
          "storageClassName",
          "automountServiceAccountToken",
          "shareProcessNamespace",
          "enableServiceLinks",
          "setHostnameAsFQDN",
          "hostUsers",
          "privileged",
          "runAsNonRoot",
          "readOnlyRootFilesystem",
          "allowPrivilegeEscalation",
          "optional",
          "immutable",
          "controller",
          "blockOwnerDeletion",
          "orphanDependents",
          "allocateLoadBalancerNodePorts",
          "ready",
          "serving",
          "terminating",
          "started",
          "suspend");

  private final SchemaSource schemas;

  ProtobufTree(SchemaSource schemas) {
    this.schemas = schemas;
  }

  /** The tree of a message of that definition. */
  ObjectNode object(Message message, String definition) {
    ObjectNode tree = Json.object();
    fill(tree, message, schemas.definition(definition).orElse(null));
    return tree;
  }

  private void fill(ObjectNode tree, Message message, Schema schema) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      Schema of = schema == null ? null : schema.properties().get(field.getName());
      if (field.isMapField()) {
        map(tree, field, entries(message, field), of);
      } else if (field.isRepeated()) {
        list(tree, field, entries(message, field), of);
      } else if (message.hasField(field)) {
        single(tree, field, message.getField(field), of, schema);
      }
    }
  }

  private void single(
      ObjectNode tree, FieldDescriptor field, Object value, Schema of, Schema parent) {
    boolean isMessage = field.getType() == FieldDescriptor.Type.MESSAGE;
    if (isMessage && of == null && parent != null && !parent.properties().isEmpty()) {
      fill(tree, (Message) value, parent);
      return;
    }
    JsonNode node = value(field, value, of);
    boolean dropped =
        node.isNull() || !isMessage && zero(node) && !ZERO_MATTERS.contains(field.getName());
    if (!dropped) {
      tree.set(field.getName(), node);
    }
  }

  private void map(ObjectNode tree, FieldDescriptor field, List<?> entries, Schema of) {
    FieldDescriptor valueField = field.getMessageType().findFieldByName("value");
    FieldDescriptor keyField = field.getMessageType().findFieldByName("key");
    for (Object entry : entries) {
      Message pair = (Message) entry;
      Schema values = of == null ? null : of.values();
      JsonNode node = value(valueField, pair.getField(valueField), values);
      Json.ensure(tree, field.getName()).set(pair.getField(keyField).toString(), node);
    }
  }

  private void list(ObjectNode tree, FieldDescriptor field, List<?> entries, Schema of) {
    if (!entries.isEmpty()) {
      ArrayNode array = tree.putArray(field.getName());
      Schema items = of == null ? null : of.items();
      entries.forEach(entry -> array.add(value(field, entry, items)));
    }
  }

  private JsonNode value(FieldDescriptor field, Object value, Schema of) {
    return switch (field.getJavaType()) {
      case MESSAGE -> message((Message) value, of);
      case BYTE_STRING -> base64((ByteString) value);
      case BOOLEAN -> NODES.booleanNode((Boolean) value);
      case INT -> NODES.numberNode((Integer) value);
      case LONG -> NODES.numberNode((Long) value);
      case FLOAT, DOUBLE -> NODES.numberNode(((Number) value).doubleValue());
      case STRING, ENUM -> NODES.textNode(value.toString());
    };
  }

  private static JsonNode base64(ByteString bytes) {
    return NODES.textNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }

  /** A message, or the scalar that JSON has in its place. */
  private JsonNode message(Message message, Schema of) {
    return switch (message.getDescriptorForType().getName()) {
      case "Quantity" -> NODES.textNode(get(message, "string").toString());
      case "IntOrString" -> intOrString(message);
      case "Time" -> time(message, SECONDS);
      case "MicroTime" -> time(message, MICROS);
      case "FieldsV1" -> embedded((ByteString) get(message, "Raw"));
      case "RawExtension" -> embedded((ByteString) get(message, "raw"));
      default -> {
        ObjectNode tree = Json.object();
        fill(tree, message, of == null ? null : schemas.resolve(of));
        yield tree;
      }
    };
  }

  private static JsonNode intOrString(Message message) {
    boolean text = ((Number) get(message, "type")).intValue() == 1;
    return text
        ? NODES.textNode(get(message, "strVal").toString())
        : NODES.numberNode(((Number) get(message, "intVal")).intValue());
  }

  /** The zero time is Go's way to say that there is none. */
  private static JsonNode time(Message message, DateTimeFormatter format) {
    long seconds = ((Number) get(message, "seconds")).longValue();
    int nanos = ((Number) get(message, "nanos")).intValue();
    return seconds == 0 && nanos == 0
        ? NODES.nullNode()
        : NODES.textNode(format.format(Instant.ofEpochSecond(seconds, nanos)));
  }

  private static JsonNode embedded(ByteString json) {
    return json.isEmpty() ? NODES.nullNode() : Json.parse(json.toByteArray());
  }

  private static boolean zero(JsonNode node) {
    return node.isTextual() && node.asText().isEmpty()
        || node.isNumber() && node.asDouble() == 0
        || node.isBoolean() && !node.asBoolean();
  }

  private static Object get(Message message, String field) {
    return message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  private static List<?> entries(Message message, FieldDescriptor field) {
    return (List<?>) message.getField(field);
  }
}
