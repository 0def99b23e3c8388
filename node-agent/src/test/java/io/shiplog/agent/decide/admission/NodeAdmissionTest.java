package io.shiplog.agent.decide.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.decide.admission.NodeAdmission.Machine;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAdmissionTest {

  private static final Machine PLAIN = new Machine(false, false);

  private static final KubeObject NODE =
      new KubeObject(
          Json.parseObject(
              """
              {"metadata":{"name":"n","labels":{"kubernetes.io/os":"linux","disk":"ssd"}},
               "status":{"allocatable":{"cpu":"2","memory":"1Gi","pods":"3",
                "ephemeral-storage":"10Gi"}}}
              """));

  /** A pod's securityContext and other fields; why a kubelet of 1.36 does not take it. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiterString = " => ",
      value = {
        "{} => -",
        "sysctl kernel.shm_rmid_forced => -",
        "sysctl net.ipv4.ping_group_range => -",
        "sysctl net.ipv4.tcp_wmem => -",
        "sysctl net/ipv4/tcp_syncookies => -",
        "sysctl kernel.shmmax => SysctlForbidden|forbidden sysctl: \"kernel.shmmax\" not allowlisted",
        "sysctl net.core.somaxconn =>"
            + " SysctlForbidden|forbidden sysctl: \"net.core.somaxconn\" not allowlisted",
        "sysctl kernel/msgmax => SysctlForbidden|forbidden sysctl: \"kernel.msgmax\" not allowlisted",
        "sysctl vm.swappiness => SysctlForbidden|forbidden sysctl: \"vm.swappiness\" not allowlisted",
        "hostIPC,sysctl kernel.shm_rmid_forced => SysctlForbidden|forbidden sysctl:"
            + " \"kernel.shm_rmid_forced\" not allowed with host ipc enabled",
        "hostNetwork,sysctl net.ipv4.tcp_syncookies => SysctlForbidden|forbidden sysctl:"
            + " \"net.ipv4.tcp_syncookies\" not allowed with host net enabled",
        "{'securityContext':{'appArmorProfile':{'type':'RuntimeDefault'}}} =>"
            + " AppArmor|Cannot enforce AppArmor: AppArmor is not enabled on the host",
        "{'securityContext':{'appArmorProfile':{'type':'Unconfined'}}} => -",
        "{'securityContext':{'supplementalGroupsPolicy':'Strict'}} =>"
            + " SupplementalGroupsPolicyNotSupported|SupplementalGroupsPolicy=Strict is not"
            + " supported in this node",
        "{'os':{'name':'windows'}} => PodOSNotSupported|Failed to admit pod as the OS field doesn't"
            + " match node OS",
        "{'nodeSelector':{'kubernetes.io/os':'windows'}} => PodOSSelectorNodeLabelDoesNotMatch|Failed"
            + " to admit pod as the `kubernetes.io/os` label doesn't match node label",
        "{'nodeSelector':{'disk':'ssd'}} => -",
        "{'nodeSelector':{'disk':'hdd'}} => NodeAffinity|Predicate NodeAffinity failed",
        "{'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':"
            + "{'nodeSelectorTerms':[{'matchFields':[{'key':'metadata.name','operator':'In',"
            + "'values':['other']}]}]}}}} => NodeAffinity|Predicate NodeAffinity failed",
        "{'resources':{'requests':{'cpu':'1500m'}}} => OutOfcpu|Node didn't have enough resource:"
            + " cpu, requested: 1500, used: 1000, capacity: 2000",
        "{'containers':[{'resources':{'limits':{'memory':'1Gi'}}}]} => OutOfmemory|Node didn't have"
            + " enough resource: memory, requested: 1073741824, used: 1048576, capacity: 1073741824",
        "{'containers':[{'ports':[{'containerPort':1,'hostPort':8080}]}]} =>"
            + " NodePorts|Predicate NodePorts failed",
        "{'containers':[{'ports':[{'containerPort':1,'hostPort':8080,'protocol':'UDP'}]}]} => -",
      })
  void words(String spec, String expected) {
    KubeObject earlier =
        pod(
            "{\"containers\":[{\"resources\":{\"requests\":{\"cpu\":\"1\",\"memory\":\"1Mi\"}},"
                + "\"ports\":[{\"containerPort\":80,\"hostPort\":8080}]}]}");
    assertThat(NodeAdmission.of(pod(spec(spec)), NODE, List.of(earlier), PLAIN))
        .map(why -> why.reason() + "|" + why.message())
        .isEqualTo(java.util.Optional.ofNullable(expected));
  }

  @Test
  void fullNodeTakesNoMore() {
    KubeObject other = pod("{}");
    assertThat(NodeAdmission.of(pod("{}"), NODE, List.of(other, other, other), PLAIN))
        .contains(
            new Rejection(
                "OutOfpods",
                "Node didn't have enough resource: pods, requested: 1, used: 3, capacity: 3"));
    KubeObject newNode = new KubeObject(Json.object());
    assertThat(NodeAdmission.of(pod("{}"), newNode, List.of(other, other, other), PLAIN)).isEmpty();
  }

  @Test
  void machineThatHasAppArmorTakesProfiles() {
    KubeObject pod =
        pod("{\"securityContext\":{\"appArmorProfile\":{\"type\":\"RuntimeDefault\"}}}");
    assertThat(NodeAdmission.of(pod, NODE, List.of(), new Machine(true, false))).isEmpty();
  }

  /** Whose room it is: what has begun comes first, then the older pod; what has ended has none. */
  @Test
  void order() {
    KubeObject old = arrived("old", "2026-03-01T12:00:00Z", "");
    KubeObject young = arrived("young", "2026-03-01T12:00:05Z", "");
    KubeObject begun = arrived("begun", "2026-03-01T12:00:09Z", "\"phase\":\"Running\"");
    KubeObject ended = arrived("ended", "2026-03-01T11:00:00Z", "\"phase\":\"Succeeded\"");
    List<KubeObject> all = List.of(young, begun, ended, old);
    assertThat(Arrivals.before(young, all)).containsExactly(begun, old);
    assertThat(Arrivals.before(old, all)).containsExactly(begun);
    assertThat(Arrivals.before(begun, all)).isEmpty();
  }

  private static KubeObject arrived(String uid, String created, String status) {
    return new KubeObject(
        Json.parseObject(
            "{\"metadata\":{\"uid\":\"%s\",\"creationTimestamp\":\"%s\"},\"status\":{%s}}"
                .formatted(uid, created, status)));
  }

  private static String spec(String row) {
    if (row.startsWith("{")) {
      return row.replace('\'', '"');
    }
    String[] words = row.split("[ ,]");
    String name = words[words.length - 1];
    String host = words[0].startsWith("host") ? "\"" + words[0] + "\":true," : "";
    return "{" + host + "\"securityContext\":{\"sysctls\":[{\"name\":\"" + name + "\"}]}}";
  }

  private static KubeObject pod(String spec) {
    return new KubeObject(
        Json.parseObject("{\"metadata\":{\"name\":\"p\"},\"spec\":" + spec + "}"));
  }
}
