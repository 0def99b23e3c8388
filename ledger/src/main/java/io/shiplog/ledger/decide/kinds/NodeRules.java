package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Nodes, which register themselves, status and all. */
final class NodeRules extends BasicRules {

  private static final List<String> MAY_CHANGE =
      List.of("unschedulable", "taints", "podCIDR", "podCIDRs", "providerID", "configSource");

  NodeRules(ResourceType type) {
    super(type);
  }

  @Override
  void defaults(ObjectNode object) {
    Defaults.object(object, "spec");
    ObjectNode status = Defaults.object(object, "status");
    Defaults.canonicalQuantities(status.path("capacity"));
    Defaults.canonicalQuantities(status.path("allocatable"));
    if (status.hasNonNull("capacity") && !status.hasNonNull("allocatable")) {
      status.set("allocatable", status.path("capacity").deepCopy());
    }
  }

  /** A node may come with its status: the agent that creates it knows it. */
  @Override
  public void prepareForCreate(ObjectNode object) {}

  /** What was allocated, and what the cloud said, stays where the update left it out. */
  @Override
  public void prepareForUpdate(ObjectNode updated, KubeObject current) {
    super.prepareForUpdate(updated, current);
    ObjectNode spec = Defaults.object(updated, "spec");
    for (String field : List.of("podCIDR", "podCIDRs")) {
      JsonNode before = current.spec().path(field);
      if (!spec.hasNonNull(field) && !before.isMissingNode()) {
        spec.set(field, before.deepCopy());
      }
    }
  }

  @Override
  void validate(KubeObject object, Problems problems) {
    Field spec = Field.of(object.json(), "spec");
    taints(new Field("metadata.taints", spec.at("taints").node()), problems);
    List<Field> ranges = spec.at("podCIDRs").items();
    ranges.forEach(range -> problems.invalidAll(range, Addresses.cidr(range.text())));
    if (!ranges.isEmpty() && !ranges.getFirst().text().equals(spec.at("podCIDR").text())) {
      problems.invalid(ranges.getFirst(), "must match `podCIDR`");
    }
    status(Field.of(object.json(), "status"), problems);
  }

  @Override
  void validateChange(KubeObject updated, KubeObject current, Problems problems) {
    Field spec = Field.of(updated.json(), "spec");
    JsonNode before = current.spec();
    if (!before.path("podCIDRs").isEmpty()
        && !Semantics.equal(spec.at("podCIDRs").node(), before.path("podCIDRs"))) {
      problems.forbidden(
          spec.at("podCIDRs"), "node updates may not change podCIDR except from \"\" to valid");
    }
    if (!before.path("providerID").asText("").isEmpty()
        && !Semantics.equal(spec.at("providerID").node(), before.path("providerID"))) {
      problems.forbidden(
          spec.at("providerID"),
          "node updates may not change providerID except from \"\" to valid");
    }
    if (spec.node() instanceof ObjectNode now && before instanceof ObjectNode then) {
      ObjectNode fixedNow = now.deepCopy().without(MAY_CHANGE);
      ObjectNode fixedThen = then.deepCopy().without(MAY_CHANGE);
      if (!Semantics.equal(fixedNow, fixedThen)) {
        problems.forbidden(spec, "node updates may only change labels, taints, or capacity");
      }
    }
  }

  @Override
  void validateStatus(KubeObject updated, KubeObject current, Problems problems) {
    status(Field.of(updated.json(), "status"), problems);
  }

  /** Errors about taints say that they stand in the metadata, where they once stood. */
  private static void taints(Field taints, Problems problems) {
    Set<String> seen = new HashSet<>();
    for (Field taint : taints.items()) {
      problems.invalidAll(taint.at("key"), Formats.qualifiedName(taint.at("key").text()));
      problems.invalidAll(taint.at("value"), Formats.labelValue(taint.at("value").text()));
      problems.demandOneOf(taint.at("effect"), TolerationRules.EFFECTS);
      if (!seen.add(taint.at("key").text() + "/" + taint.at("effect").text())) {
        problems.duplicate(taint, taint.node());
      }
    }
  }

  private static void status(Field status, Problems problems) {
    for (String name : List.of("capacity", "allocatable")) {
      // Unlike a container's, these resources are named as fields are.
      Field amounts = status.at(name);
      amounts.entries(
          (resource, amount) -> ResourceRules.amount(amounts.at(resource), resource, problems));
    }
    Set<JsonNode> seen = new HashSet<>();
    for (Field address : status.at("addresses").items()) {
      if (!seen.add(address.node())) {
        problems.duplicate(address, address.node());
      }
    }
  }
}
