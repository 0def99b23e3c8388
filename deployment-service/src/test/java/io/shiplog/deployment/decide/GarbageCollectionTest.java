package io.shiplog.deployment.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Verb;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GarbageCollectionTest {

  private static final ObjectKey WEB = Catalogue.DEPLOYMENTS.key("default", "web");

  private final Loop loop = new Loop();

  @BeforeEach
  void aDeployment() {
    loop.create(
        Catalogue.DEPLOYMENTS,
        "web",
        """
        {'spec':{'replicas':2,'selector':{'matchLabels':{'app':'web'}},
         'template':{'metadata':{'labels':{'app':'web'}},'spec':{'containers':[{'name':'c'}]}}}}""");
    loop.run();
  }

  @Test
  void inTheBackgroundDependentsFollowTheirOwner() {
    loop.delete(WEB, new DeletePolicy(null, "Background"));
    assertThat(loop.list(Catalogue.DEPLOYMENTS)).isEmpty();
    assertThat(loop.list(Catalogue.REPLICASETS)).isEmpty();
    assertThat(loop.list(Catalogue.PODS)).hasSize(2).allMatch(KubeObject::terminating);
    loop.run();
    assertThat(loop.list(Catalogue.PODS)).isEmpty();
  }

  @Test
  void inTheForegroundTheOwnerWaitsForItsDependents() {
    loop.delete(WEB, new DeletePolicy(null, "Foreground"));
    assertThat(loop.list(Catalogue.DEPLOYMENTS)).hasSize(1).allMatch(KubeObject::terminating);
    assertThat(loop.list(Catalogue.REPLICASETS)).hasSize(1).allMatch(KubeObject::terminating);
    assertThat(loop.list(Catalogue.PODS)).hasSize(2).allMatch(KubeObject::terminating);
    loop.run();
    assertThat(loop.list(Catalogue.PODS)).isEmpty();
    assertThat(loop.list(Catalogue.REPLICASETS)).isEmpty();
    assertThat(loop.list(Catalogue.DEPLOYMENTS)).isEmpty();
  }

  /** Case A28: that an owner cannot be read does not mean that it is gone. */
  @Test
  void whoseOwnerCannotBeReadStays() {
    ObjectKey set = Catalogue.REPLICASETS.key("default", name(Catalogue.REPLICASETS));
    loop.asked.clear();
    for (ObjectKey owner : List.of(WEB, set)) {
      loop.table.apply(owner, null);
      loop.table.applyUnknown(owner);
    }
    loop.restart();
    loop.pass(Duration.ofSeconds(5));
    assertThat(loop.asked).noneMatch(asked -> asked.verb() == Verb.DELETE);
    assertThat(loop.list(Catalogue.PODS)).hasSize(2).noneMatch(KubeObject::terminating);
  }

  @Test
  void aNamespaceWaitsForWhatCannotBeRead() {
    ObjectKey bare = Catalogue.CONFIGMAPS.key("default", "bare");
    ObjectKey namespace = Catalogue.NAMESPACES.key("", "default");
    loop.table.applyUnknown(bare);
    loop.delete(namespace, DeletePolicy.DEFAULT);
    loop.run();
    loop.pass(Duration.ofSeconds(5));
    assertThat(loop.asked).noneMatch(asked -> asked.subresource().equals("finalize"));
    loop.table.apply(bare, null);
    loop.restart();
    assertThat(loop.asked).anyMatch(asked -> asked.subresource().equals("finalize"));
  }

  private String name(ResourceType type) {
    return loop.list(type).getFirst().name();
  }

  @Test
  void aCircleOfOwnersDoesNotHoldItselfUp() {
    for (String name : List.of("a", "b", "c")) {
      loop.create(Catalogue.CONFIGMAPS, name, "{}");
    }
    owned("a", "c");
    owned("b", "a");
    owned("c", "b");
    loop.delete(Catalogue.CONFIGMAPS.key("default", "a"), new DeletePolicy(null, "Foreground"));
    loop.run();
    assertThat(loop.list(Catalogue.CONFIGMAPS))
        .extracting(KubeObject::name)
        .containsExactly("kube-root-ca.crt");
  }

  private void owned(String name, String owner) {
    loop.patch(
        Catalogue.CONFIGMAPS,
        name,
        """
        {'metadata':{'ownerReferences':[{'apiVersion':'v1','kind':'ConfigMap','name':'%s',
         'uid':'%s','controller':true,'blockOwnerDeletion':true}]}}"""
            .formatted(
                owner, loop.table.get(Catalogue.CONFIGMAPS, "default", owner).orElseThrow().uid()));
  }

  @Test
  void orphansStayAndAreAdoptedByTheNextOwner() {
    loop.delete(WEB, new DeletePolicy(null, "Orphan"));
    loop.run();
    assertThat(loop.list(Catalogue.DEPLOYMENTS)).isEmpty();
    assertThat(loop.activePods()).hasSize(2);
    KubeObject orphan = loop.list(Catalogue.REPLICASETS).getFirst();
    assertThat(orphan.ownerReferences()).isEmpty();
    aDeployment();
    assertThat(loop.list(Catalogue.REPLICASETS)).hasSize(1);
    KubeObject adopted = loop.list(Catalogue.REPLICASETS).getFirst();
    assertThat(adopted.uid()).isEqualTo(orphan.uid());
    assertThat(adopted.controller()).isPresent();
    assertThat(loop.activePods()).hasSize(2);
  }

  @Test
  void aReferenceToAnEarlierOwnerOfTheNameIsDangling() {
    dependent("{'apiVersion':'apps/v1','kind':'Deployment','name':'web','uid':'another'}");
    assertThat(dependents()).isEmpty();
  }

  @Test
  void oneOwnerLeftIsEnough() {
    String uid = loop.list(Catalogue.DEPLOYMENTS).getFirst().uid();
    dependent(
        "{'apiVersion':'apps/v1','kind':'Deployment','name':'web','uid':'"
            + uid
            + "'},{'apiVersion':'v1','kind':'Pod','name':'gone','uid':'gone'}");
    KubeObject kept = dependents().getFirst();
    assertThat(kept.ownerReferences()).hasSize(1).allMatch(owner -> owner.uid().equals(uid));
  }

  @Test
  void anOwnerThatThisTableCannotSeeIsLeftAlone() {
    dependent("{'apiVersion':'v1','kind':'Event','name':'e','uid':'e'}");
    dependent("{'apiVersion':'example.com/v1','kind':'Thing','name':'t','uid':'t'}");
    assertThat(dependents()).hasSize(2);
  }

  @Test
  void podsAreReleasedAndAdoptedByTheirLabels() {
    KubeObject released = loop.activePods().getFirst();
    loop.patch(Catalogue.PODS, released.name(), "{'metadata':{'labels':{'app':'else'}}}");
    loop.run();
    assertThat(loop.activePods()).hasSize(3);
    assertThat(pod(released.name()).ownerReferences()).isEmpty();
    loop.patch(Catalogue.PODS, released.name(), "{'metadata':{'labels':{'app':'web'}}}");
    loop.run();
    assertThat(loop.list(Catalogue.PODS)).hasSize(2);
  }

  private KubeObject pod(String name) {
    return loop.table.get(Catalogue.PODS, "default", name).orElseThrow();
  }

  /** The ConfigMaps of these tests, not those that every namespace is given. */
  private List<KubeObject> dependents() {
    return loop.list(Catalogue.CONFIGMAPS).stream()
        .filter(map -> map.name().startsWith("cm-"))
        .toList();
  }

  private void dependent(String owners) {
    String name = "cm-" + loop.asked.size() + "-" + owners.hashCode();
    loop.create(Catalogue.CONFIGMAPS, name, "{'metadata':{'ownerReferences':[" + owners + "]}}");
  }
}
