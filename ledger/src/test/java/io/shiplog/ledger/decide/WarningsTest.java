package io.shiplog.ledger.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a writer is told though the write is accepted. */
class WarningsTest {

  private static final String CONTAINERS = "containers: [{name: 'c', image: 'i'}]";
  private static final String VOLUME =
      "no node mounts volumes of this kind, so the pod will not start";

  private final World world = new World();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "setHostnameAsFQDN: true | spec.setHostnameAsFQDN: not acted on: the host name stays the short"
            + " one",
        "setHostnameAsFQDN: false |",
        "securityContext: {seLinuxOptions: {level: 's0'}} | spec.securityContext.seLinuxOptions: not"
            + " acted on: no SELinux labels are set",
        "initContainers: [{name: 'a', image: 'i', volumeMounts: [{name: 'v', mountPath: '/v', readOnly:"
            + " true, recursiveReadOnly: 'Disabled'}]}], volumes: [{name: 'v', emptyDir: {}}] |",
        "initContainers: [{name: 'a', image: 'i', volumeMounts: [{name: 'v', mountPath: '/v', readOnly:"
            + " true, recursiveReadOnly: 'IfPossible'}]}], volumes: [{name: 'v', emptyDir: {}}] |"
            + " spec.initContainers[0].volumeMounts[0].recursiveReadOnly: not acted on: mounts below"
            + " this one are not made read-only",
        "volumes: [{name: 'v', persistentVolumeClaim: {claimName: 'x'}}] |"
            + " spec.volumes[0].persistentVolumeClaim: not acted on: "
            + VOLUME,
        "volumes: [{name: 'v', nfs: {server: 's', path: '/'}}] | spec.volumes[0].nfs: not acted on: "
            + VOLUME,
        "volumes: [{name: 'v', csi: {driver: 'd.io'}}] | spec.volumes[0].csi: not acted on: "
            + VOLUME,
        "volumes: [{name: 'v', emptyDir: {sizeLimit: '1Mi'}}] |",
        "volumes: [{name: 'v', projected: {sources: [{configMap: {name: 'c'}}, {serviceAccountToken:"
            + " {path: 't'}}]}}] | spec.volumes[0].projected.sources[1].serviceAccountToken: not"
            + " acted on: no file appears for it",
        "nodeSelector: {'beta.kubernetes.io/os': 'linux'} | spec.nodeSelector[beta.kubernetes.io/os]:"
            + " deprecated since v1.14; use \"kubernetes.io/os\" instead",
        "imagePullSecrets: [{name: 'a'}, {name: 'a'}] | spec.imagePullSecrets[1].name: duplicate name"
            + " \"a\"",
      })
  void aPodsWriterIsTold(String field, String told) {
    Outcome outcome = world.create("pods/default/p", "{spec: {" + field + ", " + CONTAINERS + "}}");
    assertThat(outcome.result()).as(World.line(outcome)).isEqualTo(Outcome.Result.ACCEPTED);
    assertThat(outcome.warnings()).isEqualTo(told == null ? List.of() : List.of(told));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "externalTrafficPolicy: 'Local', type: 'LoadBalancer' | spec.healthCheckNodePort: not acted"
            + " on: no node listens there",
        "internalTrafficPolicy: 'Cluster' |",
        "trafficDistribution: 'PreferSameZone' | spec.trafficDistribution: not acted on: every node"
            + " sends to the endpoints of all zones",
        "clusterIP: 'None', sessionAffinity: 'ClientIP' | spec.SessionAffinity is ignored for"
            + " headless services",
        "externalName: 'a.example.com' | spec.externalName is ignored when spec.type is not"
            + " \"ExternalName\"; spec.externalName: not acted on: there is no cluster DNS to lead to"
            + " it",
      })
  void aServicesWriterIsTold(String field, String told) {
    Outcome outcome =
        world.create("services/default/s", "{spec: {" + field + ", ports: [{port: 80}]}}");
    assertThat(outcome.result()).as(World.line(outcome)).isEqualTo(Outcome.Result.ACCEPTED);
    assertThat(String.join("; ", outcome.warnings())).isEqualTo(told == null ? "" : told);
  }

  @Test
  void templatesAreTheirPathAndOnlyWhatChangesIsTold() {
    String key = "deployments.apps/default/d";
    world.create(key, World.DEPLOYMENT);
    String told =
        "spec.template.spec.setHostnameAsFQDN: not acted on: the host name stays the short one";
    assertThat(world.merge(key, "{spec: {template: {spec: {setHostnameAsFQDN: true}}}}").warnings())
        .containsExactly(told);
    assertThat(world.merge(key, "{metadata: {labels: {x: 'y'}}}").warnings()).isEmpty();
  }

  @Test
  void controllersAreNotTold() {
    Operation create =
        Operation.create(
            World.key("pods/default/p"),
            World.json("{spec: {setHostnameAsFQDN: true, " + CONTAINERS + "}}"),
            WriteOptions.DEFAULT);
    UserInfo controller = UserInfo.controller("replicaset-controller");
    assertThat(world.run(new Command("c", controller, List.of(create))).warnings()).isEmpty();
  }

  @Test
  void thereIsAnEndToIt() {
    StringBuilder volumes = new StringBuilder("{name: 'v', nfs: {server: 's', path: '/'}}");
    for (int i = 0; i < 100; i++) {
      volumes.append(", {name: 'v").append(i).append("', nfs: {server: 's', path: '/'}}");
    }
    List<String> warnings =
        world
            .create("pods/default/p", "{spec: {volumes: [" + volumes + "], " + CONTAINERS + "}}")
            .warnings();
    assertThat(warnings).hasSizeGreaterThan(30);
    assertThat(warnings.stream().mapToInt(String::length).sum()).isLessThanOrEqualTo(4096);
  }
}
