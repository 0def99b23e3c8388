package io.shiplog.model.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.ObjectKey;

/**
 * One write that a {@link Command} asks for.
 *
 * @param verb what to do
 * @param key to which object; the name is empty for a create with {@code generateName}
 * @param subresource which part: empty, {@code status}, {@code scale}, {@code binding}, …
 * @param patchType how to read the body of a patch; null for the other verbs
 * @param body the object, the patch document, the Binding, the Scale; null for a delete
 * @param preconditions what must be true of the current object
 * @param options options of create, update and patch
 * @param delete options of a delete; null for the other verbs
 */
public record Operation(
    Verb verb,
    ObjectKey key,
    String subresource,
    PatchType patchType,
    JsonNode body,
    Preconditions preconditions,
    WriteOptions options,
    DeletePolicy delete) {

  public Operation {
    subresource = subresource == null ? "" : subresource;
    preconditions = preconditions == null ? Preconditions.NONE : preconditions;
    options = options == null ? WriteOptions.DEFAULT : options;
  }

  /** Make this object. */
  public static Operation create(ObjectKey key, ObjectNode object, WriteOptions options) {
    return new Operation(Verb.CREATE, key, "", null, object, null, options, null);
  }

  /** Replace this object; a resourceVersion in its metadata is a precondition. */
  public static Operation update(ObjectKey key, ObjectNode object, WriteOptions options) {
    return new Operation(Verb.UPDATE, key, "", null, object, null, options, null);
  }

  /** Replace only the status of the object with this uid. */
  public static Operation updateStatus(
      ObjectKey key, ObjectNode object, Preconditions preconditions, WriteOptions options) {
    return new Operation(Verb.UPDATE, key, "status", null, object, preconditions, options, null);
  }

  /** Change an object, or its subresource, by a patch. */
  public static Operation patch(
      ObjectKey key,
      String subresource,
      PatchType type,
      JsonNode patch,
      Preconditions preconditions,
      WriteOptions options) {
    return new Operation(Verb.PATCH, key, subresource, type, patch, preconditions, options, null);
  }

  /** Delete an object. */
  public static Operation delete(ObjectKey key, Preconditions preconditions, DeletePolicy policy) {
    return new Operation(Verb.DELETE, key, "", null, null, preconditions, null, policy);
  }
}
