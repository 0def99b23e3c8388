package io.shiplog.deployment.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.pod.PodState;
import org.junit.jupiter.api.Test;

class ConvergenceTest {

  private static final String WEB =
      """
      {'spec':{'replicas':3,'selector':{'matchLabels':{'app':'web'}},
       'template':{'metadata':{'labels':{'app':'web'}},
        'spec':{'containers':[{'name':'c','image':'web:1'}]}}}}""";

  private final Loop loop = new Loop();

  @Test
  void aDeploymentGetsItsPods() {
    loop.create(Catalogue.DEPLOYMENTS, "web", WEB);
    loop.run();
    assertThat(loop.list(Catalogue.REPLICASETS)).hasSize(1);
    assertThat(loop.activePods()).hasSize(3).allMatch(PodState::ready);
    KubeObject web = loop.list(Catalogue.DEPLOYMENTS).getFirst();
    assertThat(web.status().path("availableReplicas").asInt()).isEqualTo(3);
  }

  @Test
  void aPodThatGoesIsReplacedUnderANewName() {
    loop.create(Catalogue.DEPLOYMENTS, "web", WEB);
    loop.run();
    KubeObject victim = loop.activePods().getFirst();
    loop.delete(Catalogue.PODS.key("default", victim.name()), DeletePolicy.NOW);
    assertThat(loop.activePods()).hasSize(3).noneMatch(pod -> pod.name().equals(victim.name()));
  }

  @Test
  void scalingGoesBothWays() {
    loop.create(Catalogue.DEPLOYMENTS, "web", WEB);
    loop.run();
    loop.patch(Catalogue.DEPLOYMENTS, "web", "{'spec':{'replicas':7}}");
    loop.run();
    assertThat(loop.activePods()).hasSize(7);
    loop.patch(Catalogue.DEPLOYMENTS, "web", "{'spec':{'replicas':2}}");
    loop.run();
    assertThat(loop.list(Catalogue.PODS)).hasSize(2);
  }
}
