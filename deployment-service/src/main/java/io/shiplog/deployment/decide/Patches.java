package io.shiplog.deployment.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.WriteOptions;

/** Writes to exactly the version of the object that was looked at. */
public final class Patches {

  private Patches() {}

  /** A merge patch of metadata or spec. */
  public static Operation merge(
      ObjectKey key, KubeObject seen, JsonNode patch, WriteOptions options) {
    return Operation.patch(key, "", PatchType.MERGE, patch, exactly(seen), options);
  }

  /** Replaces the owner references; none left removes the field. */
  public static Operation owners(
      ObjectKey key, KubeObject seen, ArrayNode owners, WriteOptions options) {
    return merge(key, seen, metadata("ownerReferences", owners), options);
  }

  /** Replaces the finalizers; none left removes the field. */
  public static Operation finalizers(
      ObjectKey key, KubeObject seen, ArrayNode finalizers, WriteOptions options) {
    return merge(key, seen, metadata("finalizers", finalizers), options);
  }

  /** Replaces the status. */
  public static Operation status(
      ObjectKey key, KubeObject seen, ObjectNode status, WriteOptions options) {
    ObjectNode object = seen.copy();
    object.set("status", status);
    return Operation.updateStatus(key, object, exactly(seen), options);
  }

  private static ObjectNode metadata(String field, ArrayNode value) {
    ObjectNode patch = Json.object();
    ObjectNode metadata = patch.putObject("metadata");
    if (value.isEmpty()) {
      metadata.putNull(field);
    } else {
      metadata.set(field, value);
    }
    return patch;
  }

  private static Preconditions exactly(KubeObject seen) {
    return Preconditions.exactly(seen.uid(), seen.resourceVersion());
  }
}
