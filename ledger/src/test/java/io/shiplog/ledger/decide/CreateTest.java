package io.shiplog.ledger.decide;

import static io.shiplog.ledger.decide.World.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateTest {

  private final World world = new World();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          configmaps/default/a      | {}                                      | ACCEPTED
          configmaps/default/taken  | {}                                      | 409 AlreadyExists: configmaps "taken" already exists
          configmaps/default/held   | {}                                      | 409 AlreadyExists: object is being deleted: configmaps "held" already exists
          namespaces//going         | {}                                      | 409 AlreadyExists: object is being deleted: namespaces "going" already exists
          configmaps/nowhere/a      | {}                                      | 404 NotFound: namespaces "nowhere" not found
          configmaps/going/a        | {}                                      | 403 Forbidden: configmaps "a" is forbidden: unable to create new content in namespace going because it is being terminated
          configmaps/default/a      | {metadata: {resourceVersion: '7'}}      | 400 BadRequest: resourceVersion should not be set on objects to be created
          configmaps/default/a      | {metadata: {name: 'b'}}                 | 400 BadRequest: the name of the object (b) does not match the name on the URL (a)
          configmaps/default/a      | {metadata: {namespace: 'other'}}        | 400 BadRequest: the namespace of the provided object does not match the namespace sent on the request
          configmaps/default/a      | {apiVersion: 'v2'}                      | 400 BadRequest: the API version in the data (v2) does not match the expected API version (v1)
          configmaps/default/a      | {kind: 'Secret'}                        | 400 BadRequest: the kind in the data (Secret) does not match the expected kind (ConfigMap)
          configmaps/default/       | {}                                      | 422 Invalid: ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required
          configmaps/default/a      | {data: {x: 1}}                          | 400 BadRequest: ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string
          leases.coordination.k8s.io/nowhere/a | {}                           | 404 NotFound: namespaces "nowhere" not found
          events/nowhere/a          | {involvedObject: {namespace: 'nowhere'}} | 404 NotFound: namespaces "nowhere" not found
          """)
  void creating(String key, String body, String expected) {
    world.create("configmaps/default/taken", "{}");
    world.create("namespaces//going", "{}");
    world.delete("namespaces//going");
    world.create("configmaps/default/held", "{metadata: {finalizers: ['example.com/f']}}");
    world.delete("configmaps/default/held");
    assertThat(line(world.create(key, body))).isEqualTo(expected);
  }

  @Test
  void strictValidationRefusesWhatOtherwiseIsDropped() {
    var body = World.json("{data: {x: '1'}, dota: {}}");
    WriteOptions strict = new WriteOptions("", false, false, "Strict");
    var key = World.key("configmaps/default/a");
    assertThat(line(world.run(Operation.create(key, body, strict))))
        .startsWith("400 BadRequest: ")
        .endsWith("strict decoding error: unknown field \"dota\"");
    assertThat(line(world.run(Operation.create(key, body, WriteOptions.DEFAULT))))
        .isEqualTo("ACCEPTED");
    assertThat(world.get("configmaps/default/a").json().has("dota")).isFalse();
  }

  @Test
  void aTerminatingNamespaceIsNamedAsTheCause() {
    world.create("namespaces//going", "{}");
    world.delete("namespaces//going");
    var cause = world.create("configmaps/going/a", "{}").status().details().causes().getFirst();
    assertThat(cause.reason()).isEqualTo("NamespaceTerminating");
    assertThat(cause.message()).isEqualTo("namespace going is being terminated");
    assertThat(cause.field()).isEqualTo("metadata.namespace");
  }

  @Test
  void theLedgerGivesIdentity() {
    Outcome outcome =
        world.create(
            "deployments.apps/default/web",
            World.DEPLOYMENT.replaceFirst(
                "\\{",
                "{metadata: {uid: 'mine', generation: 7, deletionTimestamp:"
                    + " '2020-01-01T00:00:00Z'}, status: {replicas: 9},"));

    assertThat(outcome.results().getFirst().created()).isTrue();
    var object = world.get("deployments.apps/default/web");
    assertThat(object.uid()).hasSize(36);
    assertThat(object.generation()).isEqualTo(1);
    assertThat(object.terminating()).isFalse();
    assertThat(object.metadata().path("creationTimestamp").asText())
        .isEqualTo("2026-01-01T00:00:00Z");
    assertThat(object.namespace()).isEqualTo("default");
    assertThat(object.apiVersion()).isEqualTo("apps/v1");
    assertThat(object.status().has("replicas")).isFalse();
    assertThat(object.resourceVersion())
        .isEqualTo(outcome.results().getFirst().resourceVersion())
        .isEqualTo(world.state.resourceVersion());
    assertThat(object.metadata().path("managedFields").path(0).path("manager").asText())
        .isEqualTo("tester");
  }

  @Test
  void whatCreationSetsRestsOnDefaults() {
    world.create(
        "pods/default/a",
        "{spec: {containers: [{name: 'c', image: 'i', resources: {limits: {cpu: '1', memory:"
            + " '1Gi'}}}]}}");
    var pod = world.get("pods/default/a");
    assertThat(pod.status().path("phase").asText()).isEqualTo("Pending");
    assertThat(pod.status().path("qosClass").asText()).isEqualTo("Guaranteed");
    assertThat(pod.spec().path("restartPolicy").asText()).isEqualTo("Always");
  }

  /** As kube-apiserver's admission plugin ServiceAccount does. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          puller | []               | [{"name":"one"},{"name":"two"}]
          puller | [{name: 'mine'}] | [{"name":"mine"}]
          plain  | []               | []
          none   | []               | []
          """)
  void aPodThatNamesNoSecretsForRegistriesHasThoseOfItsAccount(
      String account, String own, String expected) {
    world.create(
        "serviceaccounts/default/puller", "{imagePullSecrets: [{name: 'one'}, {name: 'two'}]}");
    world.create("serviceaccounts/default/plain", "{}");
    world.create(
        "pods/default/a",
        "{spec: {serviceAccountName: '%s', imagePullSecrets: %s, containers: [{name: 'c', image: 'i'}]}}"
            .formatted(account, own));
    var secrets = world.get("pods/default/a").spec().path("imagePullSecrets");
    assertThat(secrets.isMissingNode() ? "[]" : secrets.toString()).isEqualTo(expected);
  }

  @Test
  void generatedNamesAreNewNames() {
    Outcome one = world.create("configmaps/default/", "{metadata: {generateName: 'web-'}}");
    Outcome two = world.create("configmaps/default/", "{metadata: {generateName: 'web-'}}");
    String first = one.results().getFirst().key().name();
    assertThat(first).matches("web-[bcdfghjklmnpqrstvwxz2456789]{5}");
    assertThat(two.results().getFirst().key().name()).startsWith("web-").isNotEqualTo(first);
    assertThat(world.get("configmaps/default/" + first).name()).isEqualTo(first);
    String longBase = "a".repeat(70);
    Outcome cut =
        world.create("configmaps/default/", "{metadata: {generateName: '" + longBase + "'}}");
    assertThat(cut.results().getFirst().key().name()).hasSize(63);
  }

  @Test
  void nodesGetDifferentRangesOfPodAddresses() {
    world.create("nodes//n1", "{}");
    world.create("nodes//n2", "{spec: {podCIDR: '10.244.1.0/24'}}");
    world.create("nodes//n3", "{}");
    assertThat(world.text("nodes//n1", "spec", "podCIDR")).isEqualTo("10.244.0.0/24");
    assertThat(world.text("nodes//n3", "spec", "podCIDR")).isEqualTo("10.244.2.0/24");
    assertThat(world.get("nodes//n3").spec().path("podCIDRs").path(0).asText())
        .isEqualTo("10.244.2.0/24");
    world.delete("nodes//n1");
    world.create("nodes//n4", "{}");
    assertThat(world.text("nodes//n4", "spec", "podCIDR")).isEqualTo("10.244.0.0/24");
    world.on("nodes//n4", "status", Verb.UPDATE, "{status: {phase: 'Running'}}");
    assertThat(world.text("nodes//n4", "spec", "podCIDR")).isEqualTo("10.244.0.0/24");
  }

  @Test
  void aNodeForWhichNoRangeOfPodAddressesIsLeftHasNone() {
    for (int number = 0; number < 256; number++) {
      world.create("nodes//n" + number, "{}");
    }
    world.create("nodes//late", "{}");
    assertThat(world.get("nodes//late").spec().has("podCIDR")).isFalse();
    world.delete("nodes//n7");
    world.create("nodes//later", "{}");
    assertThat(world.text("nodes//later", "spec", "podCIDR")).isEqualTo("10.244.7.0/24");
  }
}
