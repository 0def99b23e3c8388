package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.util.List;

/** ReplicaSets. Source: the API reference of ReplicaSetSpec and kube-apiserver's behaviour. */
final class ReplicaSetRules extends BasicRules {

  private static final List<String> COUNTS =
      List.of("replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas");

  ReplicaSetRules(ResourceType type) {
    super(type);
  }

  @Override
  void defaults(ObjectNode object) {
    ObjectNode spec = Defaults.object(object, "spec");
    Defaults.number(spec, "replicas", 1);
    PodSpecDefaults.template(Defaults.object(spec, "template"));
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").put("replicas", 0);
  }

  @Override
  public List<String> warnings(KubeObject replicaSet, KubeObject before) {
    boolean same = before != null && before.generation() == replicaSet.generation();
    return same ? List.of() : PodWarnings.template(replicaSet, before == null);
  }

  @Override
  void validate(KubeObject object, Problems problems) {
    Field spec = Field.of(object.json(), "spec");
    problems.nonNegative(spec.at("replicas"));
    problems.nonNegative(spec.at("minReadySeconds"));
    PodTemplateRules.check(spec, "ReplicaSet", problems);
  }

  @Override
  void validateChange(KubeObject updated, KubeObject current, Problems problems) {
    problems.immutable(
        Field.of(updated.json(), "spec").at("selector"), current.spec().path("selector"));
  }

  @Override
  void validateStatus(KubeObject updated, KubeObject current, Problems problems) {
    Field status = Field.of(updated.json(), "status");
    problems.nonNegative(status.at("observedGeneration"));
    ReplicaCounts.check(status, COUNTS, problems);
  }

  @Override
  public boolean tracksGeneration() {
    return true;
  }
}
