package io.shiplog.gateway.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.FieldError;
import java.util.List;

/** Rules of a kind that has nothing particular about it, so that tests see the ledger's own. */
final class PlainRules implements KindRules {

  private final ResourceType type;

  PlainRules(ResourceType type) {
    this.type = type;
  }

  @Override
  public void setDefaults(ObjectNode object) {}

  @Override
  public void prepareForCreate(ObjectNode object) {
    if (type.kind().equals("Namespace")) {
      object.putObject("spec").putArray("finalizers").add("kubernetes");
      object.putObject("status").put("phase", "Active");
    }
  }

  @Override
  public void prepareForUpdate(ObjectNode updated, KubeObject current) {
    replace(updated, "status", current);
  }

  @Override
  public void prepareForStatusUpdate(ObjectNode updated, KubeObject current) {
    replace(updated, "spec", current);
    replace(updated, "metadata", current);
  }

  private static void replace(ObjectNode updated, String field, KubeObject current) {
    updated.remove(field);
    if (current.json().has(field)) {
      updated.set(field, current.json().get(field).deepCopy());
    }
  }

  @Override
  public List<FieldError> validateCreate(KubeObject object) {
    return object.metadata().path("labels").has("bad key")
        ? List.of(FieldError.invalid("metadata.labels", "bad key", "a rule says so"))
        : List.of();
  }

  @Override
  public List<FieldError> validateUpdate(KubeObject updated, KubeObject current) {
    return validateCreate(updated);
  }

  @Override
  public List<FieldError> validateStatusUpdate(KubeObject updated, KubeObject current) {
    return updated.status().path("phase").asText("").equals("Wrong")
        ? List.of(FieldError.notSupported("status.phase", "Wrong", List.of("Running")))
        : List.of();
  }

  @Override
  public boolean tracksGeneration() {
    return type.group().equals("apps");
  }
}
