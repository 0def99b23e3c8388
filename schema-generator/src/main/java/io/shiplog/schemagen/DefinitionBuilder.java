package io.shiplog.schemagen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.classfile.Signature;

/** Turns a class of the client into a schema. */
final class DefinitionBuilder {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final DefinitionNames names;
  private final MergeKeys mergeKeys;
  private final Presences presences;

  DefinitionBuilder(DefinitionNames names, MergeKeys mergeKeys, Presences presences) {
    this.names = names;
    this.mergeKeys = mergeKeys;
    this.presences = presences;
  }

  /**
   * The schema of a definition.
   *
   * @throws IllegalStateException if it has a field of a type that has no counterpart in JSON
   */
  ObjectNode build(String definition) {
    ClientClass model = ClientClass.read(names.classOf(definition));
    ObjectNode schema = NODES.objectNode().put("type", "object");
    putText(schema, "description", model.description());
    ObjectNode properties = schema.putObject("properties");
    for (ClientClass.Field field : model.fields()) {
      ObjectNode property = type(definition + "." + field.name(), field.type());
      putText(property, "description", field.description());
      mergeKeys.mark(definition, field.name(), property);
      property.put("presence", presences.of(definition, field.name()));
      properties.set(field.name(), property);
      if (field.required()) {
        schema.withArray("required").add(field.name());
      }
    }
    mergeKeys.mark(definition, MergeKeys.DEFINITION_ITSELF, schema);
    return schema;
  }

  private ObjectNode type(String where, Signature signature) {
    return switch (signature) {
      case Signature.ClassTypeSig type when type.className().equals("java/util/Map") ->
          of("object").set("additionalProperties", type(where, argument(type, 1)));
      case Signature.ClassTypeSig type
          when type.className().equals("java/util/List")
              || type.className().equals("java/util/Set") ->
          of("array").set("items", type(where, argument(type, 0)));
      case Signature.ClassTypeSig type -> plain(where, type.className());
      case Signature.ArrayTypeSig array
          when array.componentSignature() instanceof Signature.BaseTypeSig base
              && base.baseType() == 'B' ->
          of("string").put("format", "byte");
      default -> throw new IllegalStateException(where + " has an unknown type: " + signature);
    };
  }

  private ObjectNode plain(String where, String className) {
    return switch (className) {
      case "java/lang/String" -> of("string");
      case "java/lang/Boolean" -> of("boolean");
      case "java/lang/Integer" -> of("integer").put("format", "int32");
      case "java/lang/Long" -> of("integer").put("format", "int64");
      case "java/lang/Double" -> of("number").put("format", "double");
      case "java/time/OffsetDateTime" -> of("string").put("format", "date-time");
      case "java/lang/Object" -> of("any");
      case "io/kubernetes/client/custom/IntOrString" ->
          of("int-or-string").put("format", "int-or-string");
      case "io/kubernetes/client/custom/Quantity" -> of("int-or-string").put("format", "quantity");
      default -> {
        if (!className.startsWith("io/kubernetes/client/openapi/models/")) {
          throw new IllegalStateException(where + " has an unknown type: " + className);
        }
        yield NODES.objectNode().put("$ref", names.definitionOf(className));
      }
    };
  }

  private static Signature argument(Signature.ClassTypeSig type, int index) {
    if (type.typeArgs().get(index) instanceof Signature.TypeArg.Bounded bounded) {
      return bounded.boundType();
    }
    throw new IllegalStateException("wildcard in " + type);
  }

  private static ObjectNode of(String type) {
    return NODES.objectNode().put("type", type);
  }

  private static void putText(ObjectNode schema, String name, String text) {
    if (!text.isEmpty()) {
      schema.put(name, text);
    }
  }
}
