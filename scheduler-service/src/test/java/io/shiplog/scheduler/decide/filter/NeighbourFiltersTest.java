package io.shiplog.scheduler.decide.filter;

import static io.shiplog.scheduler.Objects.bound;
import static io.shiplog.scheduler.Objects.node;
import static io.shiplog.scheduler.Objects.object;
import static io.shiplog.scheduler.Objects.podWith;
import static io.shiplog.scheduler.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.KubeObject;
import io.shiplog.scheduler.decide.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that look at the pods around: three nodes in two zones. */
class NeighbourFiltersTest {

  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  private final Clusters cluster =
      new Clusters().node(in("a1", "A")).node(in("a2", "A")).node(in("b1", "B"));

  private static KubeObject in(String name, String zone) {
    return with(node(name, "8"), "{'metadata':{'labels':{'zone':'%s'}}}".formatted(zone));
  }

  private static KubeObject wants(String name, String kind, String term) {
    return podWith(
        name, "{'containers':[],'affinity':{'%s':{'%s':[%s]}}}".formatted(kind, REQUIRED, term));
  }

  private static String app(String app, String key) {
    return "{'topologyKey':'%s','labelSelector':{'matchLabels':{'app':'%s'}}}".formatted(key, app);
  }

  private void has(String name, String node) {
    cluster.pod(bound(podWith(name, "{'containers':[]}"), node));
  }

  @Test
  void affinityGoesWhereTheOthersAre() {
    has("db", "b1");
    assertThat(cluster.answer(wants("web", "podAffinity", app("db", "zone")))).isEqualTo("b1");
    assertThat(cluster.answer(wants("web", "podAffinity", app("cache", "zone"))))
        .isEqualTo("0/3 nodes are available: 3 node(s) didn't match pod affinity rules.");
  }

  @Test
  void theFirstOfAGroupThatWantsItselfMayGoAnywhere() {
    assertThat(cluster.answer(wants("web", "podAffinity", app("web", "zone")))).isEqualTo("a1");
    assertThat(cluster.answer(wants("web", "podAffinity", app("web", "rack"))))
        .isEqualTo("0/3 nodes are available: 3 node(s) didn't match pod affinity rules.");
  }

  @Test
  void antiAffinityKeepsAway() {
    has("db", "a1");
    assertThat(cluster.answer(wants("web", "podAntiAffinity", app("db", "zone")))).isEqualTo("b1");
    has("db2", "b1");
    assertThat(
            cluster.answer(
                wants(
                    "web",
                    "podAntiAffinity",
                    """
                    {'topologyKey':'zone','labelSelector':{'matchExpressions':
                    [{'key':'app','operator':'Exists'}]}}
                    """)))
        .isEqualTo("0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.");
  }

  @Test
  void whoIsThereMayObject() {
    cluster.pod(bound(wants("shy", "podAntiAffinity", app("loud", "zone")), "a2"));
    KubeObject loud = podWith("loud", "{'containers':[],'nodeSelector':{'zone':'A'}}");
    assertThat(cluster.answer(loud))
        .isEqualTo(
            "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector,"
                + " 2 node(s) didn't satisfy existing pods anti-affinity rules.");
    assertThat(cluster.answer(podWith("loud", "{'containers':[]}"))).isEqualTo("b1");
  }

  @ParameterizedTest(name = "pods of another namespace, {0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'x':1                                                     | false
          'namespaces':['other']                                    | true
          'namespaces':['third']                                    | false
          'namespaceSelector':{}                                    | true
          'namespaceSelector':{'matchLabels':{'team':'o'}}          | true
          'namespaceSelector':{'matchLabels':{'team':'p'}}          | false
          """)
  void namespaces(String scope, boolean found) {
    cluster.other(
        object(
            """
            {'apiVersion':'v1','kind':'Namespace','metadata':{'name':'other',
            'labels':{'team':'o'}}}
            """));
    cluster.pod(
        with(
            bound(podWith("db", "{'containers':[]}"), "b1"), "{'metadata':{'namespace':'other'}}"));
    String term = "{'topologyKey':'zone','labelSelector':{'matchLabels':{'app':'db'}}," + scope;
    assertThat(cluster.answer(wants("web", "podAffinity", term + "}")).equals("b1"))
        .isEqualTo(found);
  }

  @ParameterizedTest(name = "zone A has {0}, zone B has {1}, {2}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          1 | 0 | 'maxSkew':1,'topologyKey':'zone'                 | b1
          1 | 1 | 'maxSkew':1,'topologyKey':'zone'                 | a2
          2 | 1 | 'maxSkew':1,'topologyKey':'zone'                 | b1
          0 | 0 | 'maxSkew':1,'topologyKey':'zone','minDomains':3  | a1
          1 | 1 | 'maxSkew':1,'topologyKey':'zone','minDomains':3  | 0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints.
          0 | 0 | 'maxSkew':1,'topologyKey':'rack'                 | 0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints (missing required label).
          """)
  void topologySpread(int inA, int inB, String constraint, String expected) {
    for (int i = 0; i < inA; i++) {
      web("a" + i, "a" + (i % 2 + 1));
    }
    for (int i = 0; i < inB; i++) {
      web("b" + i, "b1");
    }
    assertThat(
            cluster.answer(
                podWith(
                    "web",
                    """
                    {'containers':[],'topologySpreadConstraints':[{
                    'whenUnsatisfiable':'DoNotSchedule','labelSelector':
                    {'matchLabels':{'app':'web'}},%s}]}
                    """
                        .formatted(constraint))))
        .isEqualTo(expected);
  }

  private void web(String name, String node) {
    cluster.pod(
        with(
            bound(podWith(name, "{'containers':[]}"), node),
            "{'metadata':{'labels':{'app':'web'}}}"));
  }

  @Test
  void podsOnTheirWayOutAreNotSpread() {
    cluster.pod(
        with(
            bound(podWith("old", "{'containers':[]}"), "a1"),
            """
            {'metadata':{'labels':{'app':'web'},'deletionTimestamp':'2026-01-01T00:00:00Z'}}
            """));
    KubeObject web =
        podWith(
            "web",
            """
            {'containers':[],'nodeSelector':{'zone':'A'},'topologySpreadConstraints':[{
            'whenUnsatisfiable':'DoNotSchedule','nodeAffinityPolicy':'Ignore','maxSkew':1,
            'topologyKey':'zone','labelSelector':{'matchLabels':{'app':'web'}}}]}
            """);
    assertThat(cluster.answer(web)).isEqualTo("a2");
  }
}
