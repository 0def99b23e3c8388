package io.shiplog.model.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Checks trees against schemas the way kube-apiserver's decoder checks bytes against its types:
 * which fields are unknown, which values are of the wrong type, and what is left when the unknown
 * is dropped. Pure and safe for concurrent use.
 */
public final class StrictDecoding {

  private final SchemaSource schemas;

  /** Decodes by these schemas. */
  public StrictDecoding(SchemaSource schemas) {
    this.schemas = schemas;
  }

  /**
   * Decodes a tree.
   *
   * @param definition what it should be, such as {@code io.k8s.api.apps.v1.Deployment}
   * @param tree what came in; not changed
   * @throws IllegalArgumentException if there is no such definition
   */
  public Decoded decode(String definition, ObjectNode tree) {
    return decode(definition, tree, List.of());
  }

  /**
   * Decodes a tree to the one form that all trees have that mean the same: what is empty is absent
   * or written as Kubernetes does it. A definition whose empty fields nobody knows anything of,
   * such as a custom kind's, keeps them as they were written.
   *
   * @param definition what it should be
   * @param tree what came in; not changed
   * @throws IllegalArgumentException if there is no such definition
   */
  public Decoded normalize(String definition, ObjectNode tree) {
    return new TreeDecoder(schemas, List.of(), true).decode(definition, schema(definition), tree);
  }

  /**
   * Decodes a tree whose text had duplicate fields.
   *
   * @param definition what it should be
   * @param tree what came in; not changed
   * @param duplicates what {@link DuplicateFields} found, to be reported with the unknown fields
   * @throws IllegalArgumentException if there is no such definition
   */
  public Decoded decode(String definition, ObjectNode tree, List<String> duplicates) {
    return new TreeDecoder(schemas, duplicates, false).decode(definition, schema(definition), tree);
  }

  private Schema schema(String definition) {
    return schemas
        .definition(definition)
        .orElseThrow(() -> new IllegalArgumentException("no schema of " + definition));
  }
}
