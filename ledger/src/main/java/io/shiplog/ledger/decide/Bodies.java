package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.patch.Writer;

/**
 * What depends on the schema of a kind: which fields it knows, how patches merge, who owns which
 * field. All methods are pure and throw {@link io.shiplog.model.error.ApiException} for what the
 * author of the write got wrong.
 */
public interface Bodies {

  /**
   * The object without nulls and unknown fields, and in its normal form: what is empty is absent,
   * or written as Kubernetes does it; a new tree.
   *
   * @param fieldValidation {@code Strict} refuses unknown fields instead
   */
  ObjectNode shape(ResourceType type, ObjectNode object, String fieldValidation);

  /**
   * A configuration to apply, without nulls: what is empty in it counts, since its author owns it;
   * a new tree. Unknown fields are refused.
   */
  ObjectNode configuration(ResourceType type, ObjectNode applied);

  /** The object after a JSON, merge or strategic merge patch; a new tree. */
  ObjectNode patch(ResourceType type, PatchType patchType, ObjectNode current, JsonNode patch);

  /**
   * The object after a server-side apply, in its normal form; a new tree with its managedFields.
   *
   * @param current null where the object does not exist
   */
  ObjectNode apply(
      ResourceType type, KubeObject current, ObjectNode applied, Writer writer, boolean force);

  /**
   * The updated object with what the writer changed recorded in its managedFields; a new tree.
   *
   * @param current null where the object is new
   */
  ObjectNode manage(ResourceType type, KubeObject current, ObjectNode updated, Writer writer);
}
