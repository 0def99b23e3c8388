package io.shiplog.scheduler.decide;

import static io.shiplog.scheduler.Objects.bound;
import static io.shiplog.scheduler.Objects.node;
import static io.shiplog.scheduler.Objects.pod;
import static io.shiplog.scheduler.Objects.podWith;
import static io.shiplog.scheduler.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacerTest {

  @Test
  void aPodThatFitsNowhereSaysWhyForEveryNode() {
    Placement placement =
        new Clusters()
            .node(node("n1", "1"))
            .node(node("n2", "1"))
            .node(node("n3", "8", "{'taints':[{'key':'k','value':'v','effect':'NoSchedule'}]}"))
            .node(node("n4", "8", "{'unschedulable':true}"))
            .place(pod("a", "2"));
    assertThat(((Placement.Nowhere) placement).message())
        .isEqualTo(
            "0/4 nodes are available: 1 node(s) had untolerated taint {k: v},"
                + " 1 node(s) were unschedulable, 2 Insufficient cpu.");
  }

  @Test
  void aNodeThatIsShortOfSeveralThingsSaysAllOfThem() {
    Placement placement =
        new Clusters()
            .node(with(node("n1", "1"), "{'status':{'allocatable':{'pods':'0'}}}"))
            .place(
                podWith(
                    "a",
                    """
                    {'containers':[{'resources':{'requests':
                    {'cpu':'2','memory':'8Gi','example.com/gpu':'1'}}}]}
                    """));
    assertThat(((Placement.Nowhere) placement).message())
        .isEqualTo(
            "0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient example.com/gpu,"
                + " 1 Insufficient memory, 1 Too many pods.");
  }

  @Test
  void withoutNodesItSaysSo() {
    assertThat(((Placement.Nowhere) new Clusters().place(pod("a", "1"))).message())
        .isEqualTo("no nodes available to schedule pods");
  }

  @Test
  void nodesThatAreAlikeAreTakenByName() {
    assertThat(new Clusters().node(node("n2", "4")).node(node("n1", "4")).place(pod("a", "1")))
        .isEqualTo(new Placement.Node("n1"));
  }

  /** Twenty times as many nodes as are compared; the last one is the only one of its kind. */
  private static Clusters many() {
    Clusters clusters = new Clusters();
    for (int i = 1; i < 20 * Placer.COMPARED; i++) {
      clusters.node(node("n" + i, "4"));
    }
    return clusters.node(with(node("rare", "64"), "{'metadata':{'labels':{'disk':'ssd'}}}"));
  }

  @Test
  void ofManyNodesPodsGoToSeveralAndTheSamePodToTheSame() {
    Cluster cluster = many().cluster();
    Set<Placement> chosen = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      PodInfo pod = PodInfo.of(pod("p" + i, "1"));
      Placement placement = Placer.place(pod, cluster);
      assertThat(Placer.place(pod, cluster)).isEqualTo(placement);
      chosen.add(placement);
    }
    assertThat(chosen).hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'nodeSelector':{'disk':'ssd'}",
        """
        'affinity':{'nodeAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':[{'weight':1,
        'preference':{'matchExpressions':[{'key':'disk','operator':'Exists'}]}}]}}""",
        "'containers':[{'resources':{'requests':{'cpu':'5'}}}]"
      })
  void theOneNodeThatAPodNeedsOrPrefersIsFoundAmongMany(String spec) {
    assertThat(many().place(podWith("a", "{" + spec + "}"))).isEqualTo(new Placement.Node("rare"));
  }

  @Test
  void aPodThatEndedTakesNoRoom() {
    Clusters cluster =
        new Clusters()
            .node(node("n1", "1"))
            .pod(with(bound(pod("old", "1"), "n1"), "{'status':{'phase':'Succeeded'}}"));
    assertThat(cluster.place(pod("a", "1"))).isEqualTo(new Placement.Node("n1"));
  }
}
