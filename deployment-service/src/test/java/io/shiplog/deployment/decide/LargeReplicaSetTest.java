package io.shiplog.deployment.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.DeletePolicy;
import org.junit.jupiter.api.Test;

class LargeReplicaSetTest {

  private static final int MANY = 350;

  @Test
  void aLargeReplicaSetIsKeptAndCountedAllTheSame() {
    Loop loop = new Loop();
    loop.create(
        Catalogue.REPLICASETS,
        "web",
        """
        {'spec':{'replicas':%d,'selector':{'matchLabels':{'app':'web'}},'template':{'metadata':
         {'labels':{'app':'web'}},'spec':{'containers':[{'name':'c','image':'web:1'}]}}}}"""
            .formatted(MANY));
    loop.run();
    assertThat(loop.activePods()).hasSize(MANY);
    KubeObject victim = loop.activePods().getFirst();
    loop.delete(Catalogue.PODS.key("default", victim.name()), DeletePolicy.NOW);
    loop.run();
    assertThat(loop.activePods()).hasSize(MANY);
    KubeObject replicaSet = loop.list(Catalogue.REPLICASETS).getFirst();
    assertThat(replicaSet.status().path("readyReplicas").asInt()).isEqualTo(MANY);
    long statuses =
        loop.asked.stream().filter(operation -> operation.subresource().equals("status")).count();
    assertThat(statuses).as("status writes, for %d pods that came up", MANY).isLessThan(MANY / 2);
  }
}
