package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.quantity.Quantity;
import io.shiplog.model.schema.Schema;
import io.shiplog.model.schema.Schema.Type;
import io.shiplog.model.schema.SchemaSource;
import io.shiplog.model.schema.Schemas;

/** One field's schema as server-side apply sees it: what its parts are and who can own them. */
final class Shape {

  /** How a value is owned. */
  enum Kind {
    /** A plain value. */
    SCALAR,
    /** A list, map or structure that is owned, and replaced, as a whole. */
    ATOMIC,
    /** Declared fields, each owned by itself. */
    STRUCT,
    /** Any fields, each owned by itself. */
    MAP,
    /** Plain values, each owned by itself. */
    SET,
    /** Entries identified by keys, each owned by itself. */
    KEYED;

    boolean fields() {
      return this == STRUCT || this == MAP;
    }

    boolean entries() {
      return this == SET || this == KEYED;
    }
  }

  private final SchemaSource schemas;
  private final Schema declared;
  private final Schema schema;
  private final Kind kind;

  private Shape(SchemaSource schemas, Schema declared) {
    this.schemas = schemas;
    this.declared = declared;
    this.schema = declared == null ? null : schemas.resolve(declared);
    this.kind = declared == null ? Kind.ATOMIC : kind(declared, schema);
  }

  /**
   * @param declared the field's schema; null where nothing is known, which makes it atomic
   */
  static Shape of(SchemaSource schemas, Schema declared) {
    return new Shape(schemas, declared);
  }

  private static Kind kind(Schema declared, Schema schema) {
    if (schema.type() == Type.ARRAY) {
      return switch (declared.list()) {
        case SET -> Kind.SET;
        case MAP -> declared.mergeKeys().isEmpty() ? Kind.ATOMIC : Kind.KEYED;
        case ATOMIC -> Kind.ATOMIC;
      };
    }
    if (schema.type() != Type.OBJECT) {
      return schema.type() == Type.ANY ? Kind.ATOMIC : Kind.SCALAR;
    }
    if (declared.atomicMap() || schema.atomicMap()) {
      return Kind.ATOMIC;
    }
    if (!schema.properties().isEmpty()) {
      return Kind.STRUCT;
    }
    return schema.values() == null ? Kind.ATOMIC : Kind.MAP;
  }

  Kind kind() {
    return kind;
  }

  /** The resolved schema; null where nothing is known. */
  Schema schema() {
    return schema;
  }

  /** The shape of a field by its name. */
  Shape field(String name) {
    if (schema == null) {
      return this;
    }
    Schema property = schema.properties().get(name);
    return new Shape(schemas, property != null ? property : schema.values());
  }

  /** The shape of a list's entries. */
  Shape items() {
    return schema == null ? this : new Shape(schemas, schema.items());
  }

  /** The shape of what a path element leads to. */
  Shape at(String element) {
    return element.startsWith("f:") ? field(element.substring(2)) : items();
  }

  /** Whether a path element is a field that the schema declares by name. */
  boolean declares(String element) {
    return element.startsWith("f:")
        && schema != null
        && schema.properties().containsKey(element.substring(2));
  }

  /** The path element of a list entry, or null where it lacks the keys that identify it. */
  String element(JsonNode entry) {
    if (kind == Kind.SET) {
      return entry.isContainerNode() ? null : PathElements.value(entry);
    }
    return PathElements.keyed(declared.mergeKeys(), entry);
  }

  /** Whether two plain or atomic values are the same; quantities are when their amounts are. */
  boolean same(JsonNode one, JsonNode other) {
    if (one.equals(other)) {
      return true;
    }
    boolean quantity = schema != null && schema.format().equals(Schemas.QUANTITY);
    return quantity
        && Quantity.tryParse(one).isPresent()
        && Quantity.tryParse(one).equals(Quantity.tryParse(other));
  }
}
