package io.shiplog.ledger.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.WriteOptions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written as empty is the same as what is absent, where Kubernetes takes it so. */
class NormalFormTest {

  private static final String DEPLOYMENT = "deployments.apps/default/d";
  private static final ObjectKey KEY = World.key(DEPLOYMENT);
  private static final WriteOptions OPTIONS = WriteOptions.by("tester");

  /** Where empty fields stand: in the Deployment's spec, metadata, pod, container and mount. */
  private record Place(String spec, String metadata, String pod, String container, String mount) {}

  private static ObjectNode manifest(Place place) {
    return World.json(
        """
        {spec: {replicas: 1, %s selector: {matchLabels: {a: 'b'}}, template: {
          metadata: {labels: {a: 'b'}%s},
          spec: {%s volumes: [{name: 'v', emptyDir: {}}], containers: [
            {name: 'c', image: 'i', %s volumeMounts: [{name: 'v', mountPath: '/v'%s}]}]}}}}
        """
            .formatted(place.spec, place.metadata, place.pod, place.container, place.mount));
  }

  private static final ObjectNode PLAIN = manifest(new Place("", "", "", "", ""));

  static List<ObjectNode> emptyEverywhere() {
    Stream<Place> spec =
        Stream.of("minReadySeconds: 0", "paused: false", "strategy: {}")
            .map(text -> new Place(text + ",", "", "", "", ""));
    Stream<Place> metadata =
        Stream.of("annotations: {}", "creationTimestamp: null", "name: ''", "finalizers: []")
            .map(text -> new Place("", ", " + text, "", "", ""));
    Stream<Place> pod =
        Stream.of(
                "hostNetwork: false",
                "nodeName: ''",
                "hostPID: false",
                "serviceAccountName: ''",
                "initContainers: []",
                "imagePullSecrets: null",
                "nodeSelector: {}",
                "tolerations: []",
                "securityContext: {}",
                "affinity: null",
                "hostname: ''",
                "priorityClassName: ''",
                "hostAliases: []",
                "readinessGates: []")
            .map(text -> new Place("", "", text + ",", "", ""));
    Stream<Place> container =
        Stream.of(
                "env: []",
                "env: null",
                "ports: []",
                "resources: {}",
                "resources: {limits: {}}",
                "stdin: false",
                "tty: false",
                "args: []",
                "workingDir: ''",
                "envFrom: []",
                "lifecycle: null",
                "terminationMessagePath: ''")
            .map(text -> new Place("", "", "", text + ",", ""));
    Stream<Place> mount =
        Stream.of("readOnly: false", "subPath: ''")
            .map(text -> new Place("", "", "", "", ", " + text));
    return Stream.of(spec, metadata, pod, container, mount)
        .flatMap(places -> places)
        .map(NormalFormTest::manifest)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("emptyEverywhere")
  void whatIsEmptyChangesNothing(ObjectNode written) {
    World world = new World();
    world.run(Operation.create(KEY, PLAIN, OPTIONS));
    KubeObject before = world.get(DEPLOYMENT);
    for (Operation write :
        List.of(
            Operation.update(KEY, written, OPTIONS),
            Operation.patch(KEY, "", PatchType.MERGE, written, null, OPTIONS),
            Operation.patch(KEY, "", PatchType.STRATEGIC, written, null, OPTIONS))) {
      assertThat(World.line(world.run(write))).isEqualTo("UNCHANGED");
      assertThat(world.get(DEPLOYMENT)).as("after %s", write.verb()).isEqualTo(before);
    }
    world.run(Operation.patch(KEY, "", PatchType.APPLY, written, null, OPTIONS));
    assertThat(world.get(DEPLOYMENT).spec()).isEqualTo(before.spec());
    assertThat(world.get(DEPLOYMENT).generation()).isEqualTo(1);

    World other = new World();
    other.run(Operation.create(KEY, written, OPTIONS));
    assertThat(other.get(DEPLOYMENT).spec()).as("made so").isEqualTo(before.spec());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Go's pointers say something even where they point to nothing.
        "pods/default/p | spec.shareProcessNamespace | {spec: {shareProcessNamespace: false,"
            + " containers: [{name: 'c', image: 'i'}]}} | false",
        "pods/default/p | spec.affinity | {spec: {affinity: {},"
            + " containers: [{name: 'c', image: 'i'}]}} | {}",
        "pods/default/p | spec.activeDeadlineSeconds | {spec: {"
            + " containers: [{name: 'c', image: 'i'}]}} | ",
        "deployments.apps/default/d | spec.replicas | {spec: {replicas: 0, selector: {matchLabels:"
            + " {a: 'b'}}, template: {metadata: {labels: {a: 'b'}}, spec: {containers: [{name: 'c',"
            + " image: 'i'}]}}}} | 0",
        "configmaps/default/c | immutable | {immutable: false} | false",
        "configmaps/default/c | data | {data: {}} | ",
        "configmaps/default/c | data | {data: {a: ''}} | {\"a\":\"\"}",
        "nodes//n | spec.unschedulable | {spec: {unschedulable: false}} | ",
        "endpointslices.discovery.k8s.io/default/e | endpoints | {addressType: 'IPv4'} | []",
        "serviceaccounts/default/s | secrets | {secrets: []} | ",
        "secrets/default/s | data | {data: {a: null}} | {\"a\":\"\"}",
        "leases.coordination.k8s.io/default/l | spec.leaseTransitions | {spec: {leaseTransitions: 0,"
            + " holderIdentity: ''}} | 0",
      })
  void goDecidesWhatStays(String key, String path, String written, String kept) {
    World world = new World();
    world.create(key, written);
    assertThat(world.get(key).at(path.split("\\.")).toString()).isEqualTo(kept == null ? "" : kept);
  }

  /** As kube-apiserver: the field is gone, and still owned. */
  @Test
  void whoAppliesAnEmptyFieldOwnsIt() {
    World world = new World();
    ObjectNode written =
        manifest(new Place("", "", "hostNetwork: false, nodeSelector: {},", "", ""));
    world.run(Operation.patch(KEY, "", PatchType.APPLY, written, null, OPTIONS));
    KubeObject made = world.get(DEPLOYMENT);
    assertThat(made.at("spec", "template", "spec").has("hostNetwork")).isFalse();
    assertThat(made.metadata().path("managedFields").toString())
        .contains("f:hostNetwork", "f:nodeSelector");

    world.run(Operation.patch(KEY, "", PatchType.APPLY, written, null, OPTIONS));
    assertThat(world.get(DEPLOYMENT)).as("applied again").isEqualTo(made);
  }

  /** A home that was written to before there was a normal form. */
  @Test
  void anObjectThatIsNotNormalBecomesSoWithoutANewGeneration() {
    World world = new World();
    world.run(Operation.create(KEY, PLAIN, OPTIONS));
    ObjectNode old = world.get(DEPLOYMENT).copy();
    ((ObjectNode) old.at("/spec/template/spec")).put("hostNetwork", false).putArray("tolerations");
    world.store(DEPLOYMENT, old);

    world.run(Operation.update(KEY, old.deepCopy(), OPTIONS));
    KubeObject now = world.get(DEPLOYMENT);
    assertThat(now.at("spec", "template", "spec").has("hostNetwork")).isFalse();
    assertThat(now.generation()).isEqualTo(1);
  }
}
