package io.shiplog.scheduler.decide.score;

import static io.shiplog.scheduler.Objects.bound;
import static io.shiplog.scheduler.Objects.node;
import static io.shiplog.scheduler.Objects.object;
import static io.shiplog.scheduler.Objects.pod;
import static io.shiplog.scheduler.Objects.podWith;
import static io.shiplog.scheduler.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shiplog.model.KubeObject;
import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.Clusters;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each score gives to node n1 and to node n2. */
class ScoresTest {

  private final Clusters cluster = new Clusters();

  private void rates(Score score, KubeObject pod, double first, double second) {
    Cluster built = cluster.cluster();
    var rating = score.prepare(PodInfo.of(pod), built.nodes(), built);
    List<Double> ratings = new ArrayList<>();
    built.nodes().forEach(node -> ratings.add(rating.applyAsDouble(node)));
    assertThat(ratings.get(0)).as("n1").isCloseTo(first, within(0.1));
    assertThat(ratings.get(1)).as("n2").isCloseTo(second, within(0.1));
  }

  private static KubeObject asks(String name, String cpu, String memory) {
    return podWith(
        name,
        "{'containers':[{'resources':{'requests':{'cpu':'%s','memory':'%s'}}}]}"
            .formatted(cpu, memory));
  }

  @Test
  void leastAllocatedPrefersTheEmptier() {
    cluster.node(node("n1", "4")).node(node("n2", "4"));
    cluster.pod(bound(asks("x", "2", "2Gi"), "n1"));
    rates(new LeastAllocated(), asks("a", "1", "1Gi"), 25, 75);
  }

  @Test
  void podsThatAskForNothingCountAsALittle() {
    cluster.node(node("n1", "1")).node(node("n2", "1"));
    cluster.pod(bound(podWith("x", "{'containers':[{},{}]}"), "n1"));
    rates(new LeastAllocated(), asks("a", "500m", "2Gi"), 35.12, 50);
  }

  @Test
  void balancedAllocationPrefersThatCpuAndMemoryAreUsedAlike() {
    cluster.node(node("n1", "4")).node(node("n2", "4"));
    cluster.pod(bound(asks("x", "2", "0.001"), "n1"));
    cluster.pod(bound(asks("y", "1m", "2Gi"), "n2"));
    rates(new BalancedAllocation(), asks("a", "1", "3Gi"), 100, 62.5);
  }

  @Test
  void siblingsOfTheSameOwnerOrServiceAreSpread() {
    String owner =
        "{'metadata':{'ownerReferences':[{'kind':'ReplicaSet','uid':'r','controller':true}]}}";
    cluster.node(node("n1", "4")).node(node("n2", "4"));
    cluster.pod(bound(with(pod("x", "1"), owner), "n1"));
    rates(new SpreadSiblings(), with(pod("a", "1"), owner), 0, 100);
    rates(new SpreadSiblings(), pod("a", "1"), 0, 0);
    cluster.other(
        object(
            """
            {'apiVersion':'v1','kind':'Service','metadata':{'name':'s','namespace':'default'},
            'spec':{'selector':{'app':'x'}}}
            """));
    rates(new SpreadSiblings(), pod("x", "1"), 0, 100);
  }

  @Test
  void preferredNodeAffinityAddsUpWeights() {
    cluster.node(with(node("n1", "4"), "{'metadata':{'labels':{'a':'','b':''}}}"));
    cluster.node(with(node("n2", "4"), "{'metadata':{'labels':{'c':''}}}"));
    String term =
        "{'weight':%d,'preference':{'matchExpressions':[{'key':'%s','operator':'Exists'}]}}";
    String terms =
        String.join(",", term.formatted(30, "a"), term.formatted(30, "b"), term.formatted(50, "c"));
    KubeObject pod =
        podWith(
            "a",
            """
            {'containers':[],'affinity':{'nodeAffinity':
            {'preferredDuringSchedulingIgnoredDuringExecution':[%s]}}}
            """
                .formatted(terms));
    rates(new PreferredNodeAffinity(), pod, 100, 0);
  }

  @Test
  void aSoftTaintIsAvoidedUnlessTolerated() {
    cluster.node(node("n1", "4", "{'taints':[{'key':'k','effect':'PreferNoSchedule'}]}"));
    cluster.node(node("n2", "4"));
    rates(new PreferNoSchedule(), pod("a", "1"), 0, 100);
    KubeObject tolerant =
        with(pod("a", "1"), "{'spec':{'tolerations':[{'key':'k','operator':'Exists'}]}}");
    rates(new PreferNoSchedule(), tolerant, 0, 0);
  }

  @Test
  void preferredPodAffinityWeighsTheNeighbours() {
    cluster.node(node("n1", "4")).node(node("n2", "4"));
    cluster.pod(bound(pod("db", "1"), "n2"));
    String preference =
        """
        {'containers':[],'affinity':{'%s':{'preferredDuringSchedulingIgnoredDuringExecution':[
        {'weight':10,'podAffinityTerm':{'topologyKey':'kubernetes.io/hostname',
        'labelSelector':{'matchLabels':{'app':'db'}}}}]}}}
        """;
    rates(new PreferredPodAffinity(), podWith("a", preference.formatted("podAffinity")), 0, 100);
    rates(
        new PreferredPodAffinity(), podWith("a", preference.formatted("podAntiAffinity")), 100, 0);
  }

  @Test
  void softSpreadPrefersThePlaceWithFewer() {
    cluster.node(node("n1", "4")).node(node("n2", "4"));
    cluster.pod(bound(pod("web", "1"), "n1"));
    KubeObject pod =
        with(
            pod("web", "1"),
            """
            {'spec':{'topologySpreadConstraints':[{'whenUnsatisfiable':'ScheduleAnyway',
            'maxSkew':1,'topologyKey':'kubernetes.io/hostname',
            'labelSelector':{'matchLabels':{'app':'web'}}}]}}
            """);
    rates(new SpreadTopology(), pod, 0, 100);
  }
}
