package io.shiplog.model.schema;

import java.util.Optional;

/** Where rules look schemas up. */
public interface SchemaSource {

  /** The schema of a definition, such as {@code io.k8s.api.apps.v1.Deployment}. */
  Optional<Schema> definition(String name);

  /**
   * The schema that describes the value of this one: the definition it refers to, or itself.
   * References are resolved one step at a time because definitions may refer to themselves.
   */
  default Schema resolve(Schema schema) {
    return schema.reference().isEmpty() ? schema : definition(schema.reference()).orElse(schema);
  }
}
