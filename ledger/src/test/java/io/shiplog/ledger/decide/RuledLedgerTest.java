package io.shiplog.ledger.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import io.shiplog.model.WrittenObject;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger with the rules and schemas of the real kinds. */
class RuledLedgerTest {

  private static final String POD = "pods/default/web";
  private static final String SERVICE = "services/default/web";

  private final World world = new World(Ledger.standard());

  @Test
  void everyErrorOfAnObjectIsToldAtOnce() {
    assertThat(
            World.line(
                world.create(
                    "deployments.apps/default/web",
                    "{spec: {replicas: -1, selector: {matchLabels: {app: 'a'}}, template: {metadata:"
                        + " {labels: {app: 'x'}}, spec: {containers: [{name: 'c'}]}}}}")))
        .isEqualTo(
            "422 Invalid: Deployment.apps \"web\" is invalid: [spec.replicas: Invalid value: -1:"
                + " must be greater than or equal to 0, spec.template.metadata.labels: Invalid"
                + " value: {\"app\":\"x\"}: `selector` does not match template `labels`,"
                + " spec.template.spec.containers[0].image: Required value]");
  }

  /** Case A28: Kubernetes leaves managedFields out where nobody owns a field. */
  @ParameterizedTest
  @ValueSource(
      strings = {"configmaps/default/bare", "serviceaccounts/default/bare", "namespaces//b"})
  void whoAppliesNothingButANameOwnsNothing(String key) {
    WriteOptions options = new WriteOptions("helm", true, false, "Strict");
    world.run(
        Operation.patch(
            World.key(key), "", PatchType.APPLY, World.json("{}"), Preconditions.NONE, options));
    assertThat(world.get(key).metadata().has("managedFields")).isFalse();
    assertThat(new WrittenObject(Json.bytes(world.get(key).json())).unmanaged().name())
        .isEqualTo(world.get(key).name());
  }

  @Test
  void aPodThatNamesOnlyLimitsIsGuaranteedWhatItNames() {
    world.create(
        POD,
        "{spec: {containers: [{name: 'c', image: 'nginx', resources: {limits: {cpu: '1000m', memory:"
            + " '1Gi'}}}]}}");
    assertThat(world.text(POD, "status", "qosClass")).isEqualTo("Guaranteed");
    JsonNode container = world.get(POD).spec().path("containers").path(0);
    assertThat(container.path("resources").path("requests").path("cpu").asText()).isEqualTo("1");
  }

  @Test
  void theAgentsStatusReachesThePodAndNothingElseDoes() {
    world.create(POD, "{spec: {containers: [{name: 'c', image: 'nginx'}]}}");
    String reported =
        "{metadata: {name: 'web', namespace: 'default', labels: {a: 'b'}}, spec: {hostPID: true},"
            + " status: {phase: 'Running', podIP: '10.244.0.9', startTime: '2026-01-01T00:00:00Z'}}";
    assertThat(World.line(world.on(POD, "status", Verb.UPDATE, reported))).isEqualTo("ACCEPTED");
    assertThat(world.text(POD, "status", "phase")).isEqualTo("Running");
    assertThat(world.get(POD).status().path("podIPs").path(0).path("ip").asText())
        .isEqualTo("10.244.0.9");
    assertThat(world.get(POD).spec().has("hostPID")).isFalse();
    assertThat(world.get(POD).labels()).isEmpty();
  }

  @Test
  void onlyAPodsImageChanges() {
    world.create(POD, "{spec: {containers: [{name: 'c', image: 'nginx:1'}]}}");
    String image = "{spec: {containers: [{name: 'c', image: 'nginx:2'}]}}";
    assertThat(
            World.line(
                world.patch(
                    POD, "", io.shiplog.model.command.PatchType.STRATEGIC, World.json(image))))
        .isEqualTo("ACCEPTED");
    assertThat(World.line(world.merge(POD, "{spec: {restartPolicy: 'Never'}}")))
        .startsWith("422 Invalid: Pod \"web\" is invalid: spec: Forbidden: pod updates may not")
        .endsWith("changed: spec.restartPolicy");
  }

  @Test
  void aServiceKeepsItsAddressAndChangesItsType() {
    world.create(SERVICE, "{spec: {type: 'NodePort', ports: [{port: 80}]}}");
    String address = world.text(SERVICE, "spec", "clusterIP");
    assertThat(address).startsWith("10.96.");
    assertThat(World.line(world.update(SERVICE, "{spec: {ports: [{port: 80}]}}")))
        .isEqualTo("ACCEPTED");
    assertThat(world.text(SERVICE, "spec", "clusterIP")).isEqualTo(address);
    assertThat(world.get(SERVICE).spec().has("externalTrafficPolicy")).isFalse();
    assertThat(World.line(world.merge(SERVICE, "{spec: {clusterIP: '10.96.99.99'}}")))
        .isEqualTo(
            "422 Invalid: Service \"web\" is invalid: spec.clusterIPs[0]: Invalid value:"
                + " [\"10.96.99.99\"]: may not change once set");
    assertThat(
            World.line(
                world.merge(SERVICE, "{spec: {type: 'ExternalName', externalName: 'a.example'}}")))
        .isEqualTo("ACCEPTED");
    assertThat(world.text(SERVICE, "spec", "clusterIP")).isEmpty();
  }
}
