package io.shiplog.scheduler.decide;

import static io.shiplog.scheduler.Objects.bound;
import static io.shiplog.scheduler.Objects.node;
import static io.shiplog.scheduler.Objects.pod;
import static io.shiplog.scheduler.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
                io.shiplog.scheduler.Objects.podWith(
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

  @Test
  void aPodThatEndedTakesNoRoom() {
    Clusters cluster =
        new Clusters()
            .node(node("n1", "1"))
            .pod(with(bound(pod("old", "1"), "n1"), "{'status':{'phase':'Succeeded'}}"));
    assertThat(cluster.place(pod("a", "1"))).isEqualTo(new Placement.Node("n1"));
  }
}
