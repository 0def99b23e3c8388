package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.error.Status;
import io.shiplog.model.patch.FieldManagement;
import io.shiplog.model.patch.Patches;
import io.shiplog.model.patch.StrategicMerge;
import io.shiplog.model.patch.Writer;
import io.shiplog.model.schema.Decoded;
import io.shiplog.model.schema.Schema;
import io.shiplog.model.schema.SchemaSource;
import io.shiplog.model.schema.StrictDecoding;

/** Bodies by the API's schemas. */
public final class SchemaBodies implements Bodies {

  private final SchemaSource schemas;
  private final StrictDecoding decoding;

  public SchemaBodies(SchemaSource schemas) {
    this.schemas = schemas;
    this.decoding = new StrictDecoding(schemas);
  }

  @Override
  public ObjectNode shape(ResourceType type, ObjectNode object, String fieldValidation) {
    return accepted(
        type, decoding.normalize(type.definition(), object), fieldValidation.equals("Strict"));
  }

  @Override
  public ObjectNode configuration(ResourceType type, ObjectNode applied) {
    return accepted(type, decoding.decode(type.definition(), applied), true);
  }

  private static ObjectNode accepted(ResourceType type, Decoded decoded, boolean strict) {
    decoded
        .refusal(type, strict)
        .ifPresent(
            status -> {
              throw Request.refuse(status);
            });
    return decoded.object();
  }

  @Override
  public ObjectNode patch(
      ResourceType type, PatchType patchType, ObjectNode current, JsonNode patch) {
    return switch (patchType) {
      case JSON -> Patches.json(current, patch);
      case MERGE -> Patches.merge(current, patch);
      case STRATEGIC -> StrategicMerge.apply(schemas, schema(type), current, patch);
      case APPLY ->
          throw Request.refuse(
              Status.unsupportedMediaType("server-side apply is not possible on this subresource"));
    };
  }

  private Schema schema(ResourceType type) {
    return schemas
        .definition(type.definition())
        .orElseThrow(() -> new IllegalStateException("no schema of " + type.definition()));
  }

  @Override
  public ObjectNode apply(
      ResourceType type, KubeObject current, ObjectNode applied, Writer writer, boolean force) {
    ObjectNode merged =
        FieldManagement.apply(
            schemas, schema(type), current == null ? null : current.json(), applied, writer, force);
    return shape(type, merged, "");
  }

  @Override
  public ObjectNode manage(
      ResourceType type, KubeObject current, ObjectNode updated, Writer writer) {
    return FieldManagement.recordUpdate(
        schemas, schema(type), current == null ? null : current.json(), updated, writer);
  }
}
