package io.shiplog.deployment.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.pod.PodState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Namespaces, nodes, pods without a home, Events. */
class ClusterUpkeepTest {

  private static final String ROOT_CA = "kube-root-ca.crt";

  private final Loop loop = new Loop();

  @BeforeEach
  void anotherNode() {
    loop.create(Catalogue.NODES, "n2", "{'status':{'conditions':[]}}");
    ready("n2", "True");
  }

  @Test
  void everyNamespaceHasItsDefaultAccountAndGetsItBack() {
    assertThat(accounts()).containsExactly("default");
    loop.delete(Catalogue.SERVICEACCOUNTS.key("default", "default"), DeletePolicy.DEFAULT);
    assertThat(accounts()).containsExactly("default");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'data':{'ca.crt':'mine'}}",
        "{'data':{'more':'of it'}}",
        "{'data':{'ca.crt':null}}",
        "{'data':null}",
      })
  void everyNamespaceHasTheClustersCaAndGetsItBack(String spoiling) {
    assertThat(rootCa()).isEqualTo("{\"ca.crt\":\"CA\"}");
    loop.patch(Catalogue.CONFIGMAPS, ROOT_CA, spoiling);
    assertThat(rootCa()).isEqualTo("{\"ca.crt\":\"CA\"}");
    loop.delete(Catalogue.CONFIGMAPS.key("default", ROOT_CA), DeletePolicy.DEFAULT);
    assertThat(rootCa()).isEqualTo("{\"ca.crt\":\"CA\"}");
  }

  @Test
  void aNamespaceThatGoesIsEmptiedFirst() {
    loop.create(
        Catalogue.REPLICASETS,
        "web",
        """
        {'spec':{'replicas':2,'selector':{'matchLabels':{'app':'web'}},
         'template':{'metadata':{'labels':{'app':'web'}},'spec':{'containers':[{'name':'c'}]}}}}""");
    loop.create(Catalogue.CONFIGMAPS, "c", "{}");
    loop.agents();
    loop.delete(Catalogue.NAMESPACES.key("", "default"), DeletePolicy.DEFAULT);
    assertThat(loop.list(Catalogue.CONFIGMAPS)).as("what pods may need goes after them").hasSize(2);
    KubeObject namespace = loop.list(Catalogue.NAMESPACES).getFirst();
    assertThat(namespace.terminating()).isTrue();
    assertThat(namespace.condition("NamespaceContentRemaining").path("message").asText())
        .isEqualTo("Some resources are remaining: pods. has 2 resource instances");
    assertThat(namespace.conditionTrue("NamespaceFinalizersRemaining")).isFalse();
    assertThat(loop.list(Catalogue.PODS)).hasSize(2).allMatch(KubeObject::terminating);
    loop.run();
    assertThat(loop.list(Catalogue.NAMESPACES)).isEmpty();
    assertThat(loop.list(Catalogue.PODS)).isEmpty();
    assertThat(loop.list(Catalogue.CONFIGMAPS)).isEmpty();
    assertThat(accounts()).isEmpty();
  }

  @ParameterizedTest(name = "Ready {0}, unschedulable {1}, pressure {2}")
  @CsvSource({
    "True,    false, '', ''",
    "False,   false, '', 'not-ready:NoSchedule not-ready:NoExecute'",
    "Unknown, false, '', 'unreachable:NoSchedule unreachable:NoExecute'",
    "'',      false, '', 'not-ready:NoSchedule'",
    "True,    true,  '', 'unschedulable:NoSchedule'",
    "True,    false, DiskPressure,   'disk-pressure:NoSchedule'",
    "True,    false, MemoryPressure, 'memory-pressure:NoSchedule'",
  })
  void aNodesTaintsFollowFromItsConditions(
      String ready, boolean unschedulable, String pressure, String taints) {
    loop.patch(
        Catalogue.NODES,
        "n1",
        """
        {'spec':{'unschedulable':%s,'taints':[{'key':'mine','effect':'NoSchedule'}]},
         'status':{'conditions':[{'type':'%s','status':'%s'},{'type':'%s','status':'True'}]}}"""
            .formatted(unschedulable, ready.isEmpty() ? "None" : "Ready", ready, pressure));
    assertThat(taints()).isEqualTo(("mine:NoSchedule " + taints).trim());
    loop.patch(
        Catalogue.NODES,
        "n1",
        "{'spec':{'unschedulable':null},'status':{'conditions':["
            + "{'type':'Ready','status':'True'}]}}");
    assertThat(taints()).isEqualTo("mine:NoSchedule");
  }

  @Test
  void aNodeWhoseLeaseIsNotRenewedCannotBeReached() {
    renew("2026-01-01T00:00:00.000000Z");
    loop.pass(Duration.ofSeconds(39));
    renew("2026-01-01T00:00:39.000000Z");
    loop.pass(Duration.ofSeconds(39));
    assertThat(node().conditionTrue("Ready")).isTrue();
    pod("p", "[]");
    loop.pass(Duration.ofSeconds(2));
    JsonNode ready = node().condition("Ready");
    assertThat(ready.path("status").asText()).isEqualTo("Unknown");
    assertThat(ready.path("reason").asText()).isEqualTo("NodeStatusUnknown");
    assertThat(ready.path("message").asText()).isEqualTo("Kubelet stopped posting node status.");
    assertThat(taints()).isEqualTo("unreachable:NoSchedule unreachable:NoExecute");
    assertThat(PodState.ready(pod("p"))).isFalse();
    long version = node().resourceVersion();
    loop.pass(Duration.ofSeconds(120));
    assertThat(node().resourceVersion()).as("saying it again changes nothing").isEqualTo(version);
  }

  @Test
  void afterARestartEveryNodeGetsItsTimeToComeBack() {
    renew("2026-01-01T00:00:00.000000Z");
    loop.now = loop.now.plusSeconds(3600);
    loop.restart();
    loop.pass(Duration.ofSeconds(39));
    assertThat(node().conditionTrue("Ready")).isTrue();
  }

  @ParameterizedTest(name = "tolerations {0} end after {1} s")
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | 0",
        "[{'operator':'Like','tolerationSeconds':60}] | 0",
        "[{'key':'node.kubernetes.io/not-ready','operator':'Exists','tolerationSeconds':60}] | 60",
        "[{'operator':'Exists','tolerationSeconds':30},"
            + "{'operator':'Exists','effect':'NoExecute','tolerationSeconds':20}] | 30",
        "[{'operator':'Exists','effect':'NoExecute','tolerationSeconds':20},"
            + "{'operator':'Exists','tolerationSeconds':30}] | 20",
        "[{'operator':'Exists','tolerationSeconds':-5}] | 0",
      })
  void podsLeaveANodeInTroubleWhenTheirTolerationsEnd(String tolerations, int seconds) {
    pod("p", tolerations);
    trouble();
    if (seconds > 0) {
      loop.pass(Duration.ofSeconds(seconds - 1));
      assertThat(pod("p").terminating()).isFalse();
    }
    loop.pass(Duration.ofSeconds(2));
    assertThat(pod("p").terminating()).isTrue();
  }

  @Test
  void nobodyIsEvictedWhereNoNodeIsReady() {
    pod("p", "[{'operator':'Exists','tolerationSeconds':300}]");
    trouble();
    loop.pass(Duration.ofSeconds(200));
    assertThat(taints()).isEqualTo("not-ready:NoSchedule not-ready:NoExecute");
    ready("n2", "Unknown");
    assertThat(taints()).isEqualTo("not-ready:NoSchedule");
    loop.pass(Duration.ofSeconds(1000));
    assertThat(pod("p").terminating()).isFalse();
    ready("n2", "True");
    assertThat(taints()).isEqualTo("not-ready:NoSchedule not-ready:NoExecute");
    loop.pass(Duration.ofSeconds(299));
    assertThat(pod("p").terminating()).as("its time begins anew").isFalse();
    loop.pass(Duration.ofSeconds(2));
    assertThat(pod("p").terminating()).isTrue();
  }

  @Test
  void aPodThatToleratesForEverStays() {
    pod("p", "[{'operator':'Exists'}]");
    trouble();
    loop.pass(Duration.ofSeconds(1000));
    assertThat(pod("p").terminating()).isFalse();
  }

  @Test
  void aTaintThatIsNotToleratedActsAtOnce() {
    pod("p", "[]");
    loop.patch(Catalogue.NODES, "n1", "{'spec':{'taints':[{'key':'mine','effect':'NoExecute'}]}}");
    assertThat(pod("p").terminating()).isTrue();
  }

  @Test
  void podsOfANodeThatIsGoneAreRemovedAndItsLeaseToo() {
    renew("2026-01-01T00:00:00.000000Z");
    pod("p", "[]");
    loop.delete(Catalogue.NODES.key("", "n1"), DeletePolicy.DEFAULT);
    assertThat(loop.list(Catalogue.LEASES)).isEmpty();
    loop.pass(Duration.ofSeconds(39));
    assertThat(loop.list(Catalogue.PODS)).hasSize(1);
    loop.pass(Duration.ofSeconds(2));
    assertThat(loop.list(Catalogue.PODS)).isEmpty();
  }

  @Test
  void eventsGoAnHourAfterTheyLastHappened() {
    loop.create(Catalogue.EVENTS, "e", "{'lastTimestamp':'2026-01-01T00:10:00Z'}");
    loop.pass(Duration.ofMinutes(69));
    assertThat(loop.list(Catalogue.EVENTS)).hasSize(1);
    loop.pass(Duration.ofMinutes(2));
    assertThat(loop.list(Catalogue.EVENTS)).isEmpty();
  }

  private List<String> accounts() {
    return loop.list(Catalogue.SERVICEACCOUNTS).stream().map(KubeObject::name).toList();
  }

  private String rootCa() {
    return loop.table
        .get(Catalogue.CONFIGMAPS, "default", ROOT_CA)
        .map(found -> found.at("data").toString())
        .orElse("");
  }

  private KubeObject node() {
    return loop.list(Catalogue.NODES).getFirst();
  }

  private String taints() {
    List<String> taints = new ArrayList<>();
    for (JsonNode taint : node().spec().path("taints")) {
      String key = taint.path("key").asText().replace("node.kubernetes.io/", "");
      taints.add(key + ":" + taint.path("effect").asText());
    }
    return String.join(" ", taints);
  }

  private void trouble() {
    ready("n1", "False");
  }

  private void ready(String node, String status) {
    loop.patch(
        Catalogue.NODES,
        node,
        "{'status':{'conditions':[{'type':'Ready','status':'" + status + "'}]}}");
  }

  private void pod(String name, String tolerations) {
    loop.create(
        Catalogue.PODS,
        name,
        """
        {'spec':{'nodeName':'n1','tolerations':%s},
         'status':{'phase':'Running','conditions':[
          {'type':'Ready','status':'True','lastTransitionTime':'2026-01-01T00:00:00Z'}]}}"""
            .formatted(tolerations));
  }

  private KubeObject pod(String name) {
    return loop.table.get(Catalogue.PODS, "default", name).orElseThrow();
  }

  private void renew(String time) {
    var key = Catalogue.LEASES.key("kube-node-lease", "n1");
    var lease = Json.object().put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    lease.putObject("metadata").put("name", "n1").put("namespace", "kube-node-lease");
    lease.putObject("spec").put("renewTime", time);
    loop.user(
        loop.table.get(key).isEmpty()
            ? Operation.create(key, lease, WriteOptions.DEFAULT)
            : Operation.update(key, lease, WriteOptions.DEFAULT));
  }
}
