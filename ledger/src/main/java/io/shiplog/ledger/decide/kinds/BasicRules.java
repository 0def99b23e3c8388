package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.ledger.decide.KindRules;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.FieldError;
import java.util.ArrayList;
import java.util.List;

/**
 * What most kinds have in common: metadata like all others, a status that only the status
 * subresource may write (where the kind has one), nothing to default. A kind with rules of its own
 * overrides the parts it has; one without gets by with these.
 */
class BasicRules implements KindRules {

  /** What a status update may carry along. Source: kube-apiserver's behaviour. */
  private static final List<String> MARKS = List.of("labels", "annotations");

  private final ResourceType type;

  BasicRules(ResourceType type) {
    this.type = type;
  }

  /** Fills in defaults. An override does its part in {@link #defaults}. */
  @Override
  public final void setDefaults(ObjectNode object) {
    Defaults.dropNulls(object);
    defaults(object);
  }

  /** The defaults of this kind, for an object without explicit nulls. */
  void defaults(ObjectNode object) {}

  @Override
  public void prepareForCreate(ObjectNode object) {
    if (hasStatus()) {
      object.remove("status");
    }
  }

  @Override
  public void prepareForUpdate(ObjectNode updated, KubeObject current) {
    if (hasStatus()) {
      restore(updated, current, "status");
    }
  }

  /**
   * Keeps everything but the status, labels and annotations. The managed fields stay as the update
   * has them: they say who wrote the status, and the ledger keeps them.
   */
  @Override
  public void prepareForStatusUpdate(ObjectNode updated, KubeObject current) {
    JsonNode status = updated.path("status");
    JsonNode metadata = updated.path("metadata");
    updated.removeAll();
    updated.setAll(current.copy());
    updated.remove("status");
    if (status instanceof ObjectNode) {
      updated.set("status", status);
    }
    ObjectNode kept = Json.ensure(updated, "metadata");
    MARKS.forEach(field -> put(kept, field, metadata.path(field)));
    if (metadata.path("managedFields").isArray()) {
      kept.set("managedFields", metadata.get("managedFields"));
    }
  }

  @Override
  public final List<FieldError> validateCreate(KubeObject object) {
    Problems problems = new Problems();
    validate(object, problems);
    validateNew(object, problems);
    return joined(MetadataRules.validateCreate(type, object), problems);
  }

  @Override
  public final List<FieldError> validateUpdate(KubeObject updated, KubeObject current) {
    Problems problems = new Problems();
    validate(updated, problems);
    validateChange(updated, current, problems);
    return joined(MetadataRules.validateUpdate(updated, current), problems);
  }

  @Override
  public final List<FieldError> validateStatusUpdate(KubeObject updated, KubeObject current) {
    Problems problems = new Problems();
    validateStatus(updated, current, problems);
    boolean marked =
        MARKS.stream()
            .anyMatch(m -> !updated.metadata().path(m).equals(current.metadata().path(m)));
    return marked
        ? joined(MetadataRules.validateUpdate(updated, current), problems)
        : problems.found();
  }

  /** Whatever must hold of every object of this kind, new or changed; metadata excepted. */
  void validate(KubeObject object, Problems problems) {}

  /** Whatever must hold of a new object only. */
  void validateNew(KubeObject object, Problems problems) {}

  /** Whatever a change may not do. */
  void validateChange(KubeObject updated, KubeObject current, Problems problems) {}

  /** Whatever must hold of a status. */
  void validateStatus(KubeObject updated, KubeObject current, Problems problems) {}

  @Override
  public boolean tracksGeneration() {
    return false;
  }

  /** Puts a top-level field back to what it was. */
  static void restore(ObjectNode updated, KubeObject current, String field) {
    put(updated, field, current.json().path(field).deepCopy());
  }

  /** Sets a field, or removes it where there is nothing to set. */
  static void put(ObjectNode object, String field, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      object.remove(field);
    } else {
      object.set(field, value);
    }
  }

  private boolean hasStatus() {
    return type.has("status");
  }

  private static List<FieldError> joined(List<FieldError> metadata, Problems problems) {
    List<FieldError> all = new ArrayList<>(metadata);
    all.addAll(problems.found());
    return List.copyOf(all);
  }
}
