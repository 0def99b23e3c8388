package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.pod.QosClass;
import java.util.List;
import java.util.Optional;

/** Pods: the rules of their spec are in {@link PodSpecRules} and beside it. */
final class PodRules extends BasicRules {

  PodRules(ResourceType type) {
    super(type);
  }

  @Override
  void defaults(ObjectNode object) {
    PodSpecDefaults.pod(Defaults.object(object, "spec"));
  }

  /** A pod starts pending, in a class of service that its resources decide. */
  @Override
  public void prepareForCreate(ObjectNode object) {
    ObjectNode spec = Defaults.object(object, "spec");
    PodAdmission.created(spec);
    ObjectNode status = object.putObject("status");
    status.put("phase", "Pending");
    status.put("qosClass", QosClass.of(spec).text());
    if (!spec.path("schedulingGates").isEmpty()) {
      ObjectNode condition = status.putArray("conditions").addObject();
      condition.put("type", "PodScheduled");
      condition.put("status", "False");
      condition.put("reason", "SchedulingGated");
      condition.put("message", "Scheduling is blocked due to non-empty scheduling gates");
    }
  }

  @Override
  public Optional<String> inadmissible(ObjectNode object) {
    return PodAdmission.refusal(object.path("spec"));
  }

  @Override
  public void prepareForUpdate(ObjectNode updated, KubeObject current) {
    super.prepareForUpdate(updated, current);
    PodAdmission.updated(Defaults.object(updated, "spec"), current.spec());
  }

  /** {@code podIP} is the first of {@code podIPs}; the class of service never changes. */
  @Override
  public void prepareForStatusUpdate(ObjectNode updated, KubeObject current) {
    super.prepareForStatusUpdate(updated, current);
    ObjectNode status = Defaults.object(updated, "status");
    JsonNode qosClass = current.status().path("qosClass");
    if (!status.hasNonNull("qosClass") && qosClass.isTextual()) {
      status.set("qosClass", qosClass);
    }
    first(status, "podIP", "podIPs");
    first(status, "hostIP", "hostIPs");
  }

  /** A pod is rarely changed by people, and what is wrong with it was said when it was made. */
  @Override
  public List<String> warnings(KubeObject pod, KubeObject before) {
    return before == null ? PodWarnings.pod(pod) : List.of();
  }

  @Override
  void validate(KubeObject object, Problems problems) {
    PodSpecRules.check(Field.of(object.json(), "spec"), problems);
  }

  @Override
  void validateNew(KubeObject object, Problems problems) {
    Field ephemeral = Field.of(object.json(), "spec").at("ephemeralContainers");
    if (!ephemeral.isEmpty()) {
      problems.forbidden(ephemeral, "cannot be set on create");
    }
  }

  @Override
  void validateChange(KubeObject updated, KubeObject current, Problems problems) {
    PodUpdateRules.check(Field.of(updated.json(), "spec"), current.spec(), problems);
  }

  @Override
  void validateStatus(KubeObject updated, KubeObject current, Problems problems) {
    Field status = Field.of(updated.json(), "status");
    if (current.status().path("qosClass").isTextual()) {
      problems.immutable(status.at("qosClass"), current.status().path("qosClass"));
    }
    for (String list : List.of("podIPs", "hostIPs")) {
      for (Field entry : status.at(list).items()) {
        problems.demand(entry.at("ip"), Addresses::ip);
      }
    }
    for (Field condition : status.at("conditions").items()) {
      problems.demand(condition.at("type"), Formats::qualifiedName);
    }
  }

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  /** Keeps an old single field and its newer list in agreement. */
  private static void first(ObjectNode status, String single, String list) {
    String address = status.path(single).asText("");
    String inList = status.path(list).path(0).path("ip").asText("");
    // The older field counts where they differ.
    if (!address.isEmpty() && !address.equals(inList)) {
      status.putArray(list).addObject().put("ip", address);
    } else if (address.isEmpty() && !inList.isEmpty()) {
      status.put(single, inList);
    }
  }
}
