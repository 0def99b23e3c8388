package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;

/** Namespaces: a label with their own name, and a finalizer that empties them before they go. */
final class NamespaceRules extends BasicRules {

  private static final String NAME_LABEL = "kubernetes.io/metadata.name";
  private static final String FINALIZER = "kubernetes";

  NamespaceRules(ResourceType type) {
    super(type);
  }

  @Override
  void defaults(ObjectNode object) {
    String name = Json.text(object, "metadata", "name");
    if (!name.isEmpty()) {
      Json.ensure(object, "metadata", "labels").put(NAME_LABEL, name);
    }
    Defaults.object(object, "spec");
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    ObjectNode spec = Defaults.object(object, "spec");
    ArrayNode finalizers =
        spec.get("finalizers") instanceof ArrayNode list ? list : spec.putArray("finalizers");
    boolean there = false;
    for (var finalizer : finalizers) {
      there |= finalizer.asText().equals(FINALIZER);
    }
    if (!there) {
      finalizers.add(FINALIZER);
    }
    object.putObject("status").put("phase", "Active");
  }

  /** Only the finalize subresource changes the finalizers of a namespace's spec. */
  @Override
  public void prepareForUpdate(ObjectNode updated, KubeObject current) {
    super.prepareForUpdate(updated, current);
    restore(updated, current, "spec");
  }

  @Override
  void validate(KubeObject object, Problems problems) {
    Field finalizers = Field.of(object.json(), "spec").at("finalizers");
    for (Field finalizer : finalizers.items()) {
      MetadataRules.finalizer(finalizers, new Field(finalizers.path(), finalizer.node()), problems);
    }
  }

  @Override
  void validateStatus(KubeObject updated, KubeObject current, Problems problems) {
    // The one field whose errors name it as Go does.
    Field phase = new Field("status.Phase", updated.status().path("phase"));
    if (updated.terminating() && !phase.text().equals("Terminating")) {
      problems.invalid(
          phase, phase.text(), "may only be 'Terminating' if `deletionTimestamp` is not empty");
    } else if (!updated.terminating() && !phase.text().equals("Active")) {
      problems.invalid(phase, phase.text(), "may only be 'Active' if `deletionTimestamp` is empty");
    }
  }
}
