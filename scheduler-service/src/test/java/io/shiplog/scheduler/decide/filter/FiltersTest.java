package io.shiplog.scheduler.decide.filter;

import static io.shiplog.scheduler.Objects.node;
import static io.shiplog.scheduler.Objects.podWith;
import static io.shiplog.scheduler.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.KubeObject;
import io.shiplog.scheduler.Objects;
import io.shiplog.scheduler.decide.Clusters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One pod, one node, one rule: what is the answer? */
class FiltersTest {

  private static String answer(KubeObject pod, KubeObject node, KubeObject... others) {
    Clusters cluster = new Clusters().node(node);
    for (KubeObject other : others) {
      cluster.pod(Objects.bound(other, node.name()));
    }
    String answer = cluster.answer(pod);
    return answer.replace("0/1 nodes are available: 1 ", "");
  }

  @ParameterizedTest(name = "taint {0} with toleration {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'key':'k','value':'v','effect':'NoSchedule'       |                                                | node(s) had untolerated taint {k: v}.
          'key':'k','effect':'NoExecute'                    |                                                | node(s) had untolerated taint {k: }.
          'key':'k','value':'v','effect':'PreferNoSchedule' |                                                | n
          'key':'k','value':'v','effect':'NoSchedule'       | 'key':'k','operator':'Exists'                  | n
          'key':'k','value':'v','effect':'NoSchedule'       | 'operator':'Exists'                            | n
          'key':'k','value':'v','effect':'NoSchedule'       | 'key':'k','value':'v'                          | n
          'key':'k','value':'v','effect':'NoSchedule'       | 'key':'k','operator':'Equal','value':'v','effect':'NoSchedule' | n
          'key':'k','value':'v','effect':'NoSchedule'       | 'key':'k','value':'w'                          | node(s) had untolerated taint {k: v}.
          'key':'k','value':'v','effect':'NoSchedule'       | 'key':'j','operator':'Exists'                  | node(s) had untolerated taint {k: v}.
          'key':'k','value':'v','effect':'NoExecute'        | 'key':'k','operator':'Exists','effect':'NoSchedule' | node(s) had untolerated taint {k: v}.
          'key':'k','value':'v','effect':'NoSchedule'       | 'operator':'Equal','value':'v'                 | node(s) had untolerated taint {k: v}.
          'key':'k','value':'v','effect':'NoSchedule'       | 'key':'k','operator':'Near'                    | node(s) had untolerated taint {k: v}.
          """)
  void taints(String taint, String toleration, String expected) {
    String tolerations = toleration == null ? "" : "{" + toleration + "}";
    KubeObject pod = podWith("a", "{'containers':[],'tolerations':[" + tolerations + "]}");
    assertThat(answer(pod, node("n", "1", "{'taints':[{" + taint + "}]}"))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "cordoned, toleration {0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                                                            | node(s) were unschedulable.
          {'key':'node.kubernetes.io/unschedulable','operator':'Exists'} | n
          """)
  void cordoned(String toleration, String expected) {
    KubeObject pod = podWith("a", "{'containers':[],'tolerations':[" + toleration + "]}");
    assertThat(answer(pod, node("n", "1", "{'unschedulable':true}"))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "node selector {0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                              | true
          {'disk':'ssd'}                  | true
          {'disk':'ssd','cpus':'8'}       | true
          {'disk':'hdd'}                  | false
          {'disk':'ssd','gpu':''}         | false
          """)
  void nodeSelector(String selector, boolean fits) {
    KubeObject node = with(node("n", "1"), "{'metadata':{'labels':{'disk':'ssd','cpus':'8'}}}");
    KubeObject pod = podWith("a", "{'containers':[],'nodeSelector':" + selector + "}");
    assertThat(answer(pod, node))
        .isEqualTo(fits ? "n" : "node(s) didn't match Pod's node affinity/selector.");
  }

  @ParameterizedTest(name = "node affinity {0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'matchExpressions':[{'key':'disk','operator':'In','values':['hdd','ssd']}]}    | true
          {'matchExpressions':[{'key':'disk','operator':'In','values':['hdd']}]}          | false
          {'matchExpressions':[{'key':'disk','operator':'NotIn','values':['hdd']}]}       | true
          {'matchExpressions':[{'key':'disk','operator':'NotIn','values':['ssd']}]}       | false
          {'matchExpressions':[{'key':'gpu','operator':'NotIn','values':['x']}]}          | true
          {'matchExpressions':[{'key':'disk','operator':'Exists'}]}                       | true
          {'matchExpressions':[{'key':'gpu','operator':'Exists'}]}                        | false
          {'matchExpressions':[{'key':'gpu','operator':'DoesNotExist'}]}                  | true
          {'matchExpressions':[{'key':'disk','operator':'DoesNotExist'}]}                 | false
          {'matchExpressions':[{'key':'cpus','operator':'Gt','values':['7']}]}            | true
          {'matchExpressions':[{'key':'cpus','operator':'Gt','values':['8']}]}            | false
          {'matchExpressions':[{'key':'cpus','operator':'Lt','values':['9']}]}            | true
          {'matchExpressions':[{'key':'cpus','operator':'Lt','values':['8']}]}            | false
          {'matchExpressions':[{'key':'disk','operator':'Gt','values':['1']}]}            | false
          {'matchExpressions':[{'key':'gpu','operator':'Lt','values':['1']}]}             | false
          {'matchExpressions':[{'key':'disk','operator':'Like','values':['ssd']}]}        | false
          {'matchExpressions':[{'key':'disk','operator':'Exists'},{'key':'gpu','operator':'Exists'}]} | false
          {'matchFields':[{'key':'metadata.name','operator':'In','values':['n']}]}        | true
          {'matchFields':[{'key':'metadata.name','operator':'In','values':['m']}]}        | false
          {}                                                                              | false
          {},{'matchExpressions':[{'key':'disk','operator':'Exists'}]}                    | true
          """)
  void nodeAffinity(String terms, boolean fits) {
    KubeObject node = with(node("n", "1"), "{'metadata':{'labels':{'disk':'ssd','cpus':'8'}}}");
    KubeObject pod =
        podWith(
            "a",
            """
            {'containers':[],'affinity':{'nodeAffinity':
            {'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[%s]}}}}
            """
                .formatted(terms));
    assertThat(answer(pod, node))
        .isEqualTo(fits ? "n" : "node(s) didn't match Pod's node affinity/selector.");
  }

  @ParameterizedTest(name = "port {0} beside {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'hostPort':80                    | 'hostPort':81                         | true
          'hostPort':80                    | 'hostPort':80                         | false
          'hostPort':80                    | 'hostPort':80,'protocol':'UDP'        | true
          'hostPort':80,'hostIP':'1.1.1.1' | 'hostPort':80,'hostIP':'1.1.1.2'      | true
          'hostPort':80,'hostIP':'1.1.1.1' | 'hostPort':80,'hostIP':'1.1.1.1'      | false
          'hostPort':80,'hostIP':'1.1.1.1' | 'hostPort':80                         | false
          'containerPort':80               | 'containerPort':80                    | true
          """)
  void hostPorts(String port, String other, boolean fits) {
    String spec = "{'containers':[{'ports':[{%s}]}]}";
    assertThat(
            answer(
                podWith("a", spec.formatted(port)),
                node("n", "1"),
                podWith("b", spec.formatted(other))))
        .isEqualTo(fits ? "n" : "node(s) didn't have free ports for the requested pod ports.");
  }

  @ParameterizedTest(name = "{0} on a node of 2 cpu and 4Gi: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'containers':[{'resources':{'requests':{'cpu':'2'}}}]}                                   | n
          {'containers':[{'resources':{'requests':{'cpu':'2001m'}}}]}                               | Insufficient cpu.
          {'containers':[{'resources':{'requests':{'cpu':1.5}}},{'resources':{'requests':{'cpu':'501m'}}}]} | Insufficient cpu.
          {'containers':[{'resources':{'limits':{'cpu':'3'}}}]}                                     | Insufficient cpu.
          {'containers':[{'resources':{'limits':{'cpu':'3'},'requests':{'cpu':'1'}}}]}              | n
          {'containers':[{'resources':{'requests':{'memory':'4Gi'}}}]}                              | n
          {'containers':[{'resources':{'requests':{'memory':'4.1Gi'}}}]}                            | Insufficient memory.
          {'containers':[{'resources':{'requests':{'ephemeral-storage':'11Gi'}}}]}                  | Insufficient ephemeral-storage.
          {'containers':[{'resources':{'requests':{'example.com/gpu':'1'}}}]}                       | Insufficient example.com/gpu.
          {'containers':[{'resources':{'requests':{'example.com/gpu':'0'}}}]}                       | n
          {'containers':[{'resources':{'requests':{'cpu':'1'}}}],'overhead':{'cpu':'1100m'}}        | Insufficient cpu.
          {'containers':[{'resources':{'requests':{'cpu':'1'}}}],'initContainers':[{'resources':{'requests':{'cpu':'2'}}}]} | n
          {'containers':[{'resources':{'requests':{'cpu':'1'}}}],'initContainers':[{'resources':{'requests':{'cpu':'3'}}}]} | Insufficient cpu.
          {'containers':[{'resources':{'requests':{'cpu':'1'}}}],'initContainers':[{'restartPolicy':'Always','resources':{'requests':{'cpu':'1500m'}}}]} | Insufficient cpu.
          {'containers':[],'initContainers':[{'restartPolicy':'Always','resources':{'requests':{'cpu':'1'}}},{'resources':{'requests':{'cpu':'1500m'}}}]} | Insufficient cpu.
          """)
  void resources(String spec, String expected) {
    assertThat(answer(podWith("a", spec), node("n", "2"))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "the node takes {0} pods and has one: {1}")
  @CsvSource({"2, n", "1, Too many pods."})
  void countOfPods(int pods, String expected) {
    KubeObject node = with(node("n", "2"), "{'status':{'allocatable':{'pods':'" + pods + "'}}}");
    assertThat(answer(podWith("a", "{}"), node, podWith("b", "{}"))).isEqualTo(expected);
  }
}
