package io.shiplog.deployment.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.deployment.decide.replicaset.ReplicaSetController;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.DeletePolicy;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MANY = 350;

  @ParameterizedTest
  @CsvSource({"0, 0", "100, 0", "101, 10", "1000, 100", "5000, 500", "10000, 1000", "90000, 1000"})
  void restsAsLongAsALookIsLong(int members, long millis) {
    Pace pace = new Pace();
    Agenda.Item item =
        new Agenda.Item(new ReplicaSetController(), Catalogue.REPLICASETS.key("default", "web"));
    assertThat(pace.next(item, NOW)).isEqualTo(NOW);
    pace.looked(item, members, NOW);
    assertThat(pace.next(item, NOW).toEpochMilli() - NOW.toEpochMilli()).isEqualTo(millis);
    Instant later = NOW.plusSeconds(2);
    assertThat(pace.next(item, later)).isEqualTo(later);
    pace.looked(item, 1, NOW);
    assertThat(pace.next(item, NOW)).isEqualTo(NOW);
  }

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
