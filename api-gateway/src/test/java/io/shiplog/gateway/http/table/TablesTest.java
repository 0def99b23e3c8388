package io.shiplog.gateway.http.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.http.ObjectViews.IncludeObject;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablesTest {

  private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

  /** Columns in capitals as kubectl prints them, wide ones in parentheses. */
  @ParameterizedTest
  @CsvSource({
    "pods,NAME READY STATUS RESTARTS AGE (IP) (NODE) (NOMINATED NODE) (READINESS GATES)",
    "deployments.apps,NAME READY UP-TO-DATE AVAILABLE AGE (CONTAINERS) (IMAGES) (SELECTOR)",
    "replicasets.apps,NAME DESIRED CURRENT READY AGE (CONTAINERS) (IMAGES) (SELECTOR)",
    "services,NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S) AGE (SELECTOR)",
    "nodes,NAME STATUS ROLES AGE VERSION (INTERNAL-IP) (EXTERNAL-IP) (OS-IMAGE)"
        + " (KERNEL-VERSION) (CONTAINER-RUNTIME)",
    "endpointslices.discovery.k8s.io,NAME ADDRESSTYPE PORTS ENDPOINTS AGE",
    "endpoints,NAME ENDPOINTS AGE",
    "configmaps,NAME DATA AGE",
    "secrets,NAME TYPE DATA AGE",
    "serviceaccounts,NAME AGE",
    "namespaces,NAME STATUS AGE",
    "leases.coordination.k8s.io,NAME HOLDER AGE",
    "events,LAST SEEN TYPE REASON OBJECT (SUBOBJECT) (SOURCE) MESSAGE (FIRST SEEN) (COUNT) (NAME)",
  })
  void columns(String resource, String expected) {
    List<String> names = new ArrayList<>();
    for (Column column : Tables.forType(type(resource)).columns()) {
      String name = column.name().toUpperCase(java.util.Locale.ROOT);
      names.add(column.priority() == 0 ? name : "(" + name + ")");
    }
    assertThat(String.join(" ", names)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "pods | {'spec':{'nodeName':'n','containers':[{}],'readinessGates':[{'conditionType':'g'}]},"
            + "'status':{'phase':'Running','podIPs':[{'ip':'10.0.0.1'}],"
            + "'conditions':[{'type':'g','status':'True'}]}}"
            + " | x ; 0/1 ; Running ; 0 ; 5m ; 10.0.0.1 ; n ; <none> ; 1/1",
        "deployments.apps | {'spec':{'replicas':3,'selector':{'matchLabels':{'b':'2','a':'1'},"
            + "'matchExpressions':[{'key':'c','operator':'In','values':['y','x']},"
            + "{'key':'d','operator':'DoesNotExist'}]},'template':{'spec':{'containers':"
            + "[{'name':'c','image':'i'},{'name':'d','image':'j'}]}}},"
            + "'status':{'readyReplicas':1,'updatedReplicas':2,'availableReplicas':1}}"
            + " | x ; 1/3 ; 2 ; 1 ; 5m ; c,d ; i,j ; a=1,b=2,c in (x,y),!d",
        "replicasets.apps | {'spec':{'replicas':3},'status':{'replicas':2,'readyReplicas':1}}"
            + " | x ; 3 ; 2 ; 1 ; 5m ;  ;  ; <none>",
        "services | {'spec':{'type':'ClusterIP','clusterIP':'10.96.0.1','selector':{'a':'1'},"
            + "'ports':[{'port':80,'protocol':'TCP'},{'port':53,'protocol':'UDP'}]}}"
            + " | x ; ClusterIP ; 10.96.0.1 ; <none> ; 80/TCP,53/UDP ; 5m ; a=1",
        "services | {'spec':{'type':'NodePort','clusterIP':'10.96.0.2',"
            + "'externalIPs':['1.2.3.4','5.6.7.8'],'ports':[{'port':80,'nodePort':30080}]}}"
            + " | x ; NodePort ; 10.96.0.2 ; 1.2.3.4,5.6.7.8 ; 80:30080/TCP ; 5m ; <none>",
        "services | {'spec':{'type':'LoadBalancer','clusterIP':'10.96.0.3'}}"
            + " | x ; LoadBalancer ; 10.96.0.3 ; <pending> ; <none> ; 5m ; <none>",
        "services | {'spec':{'type':'LoadBalancer','clusterIP':'10.96.0.3'},"
            + "'status':{'loadBalancer':{'ingress':[{'ip':'9.9.9.9'},{'hostname':'h'}]}}}"
            + " | x ; LoadBalancer ; 10.96.0.3 ; 9.9.9.9,h ; <none> ; 5m ; <none>",
        "services | {'spec':{'type':'ExternalName','externalName':'example.org'}}"
            + " | x ; ExternalName ; <none> ; example.org ; <none> ; 5m ; <none>",
        "services | {'spec':{'type':'ClusterIP','clusterIP':'None'}}"
            + " | x ; ClusterIP ; None ; <none> ; <none> ; 5m ; <none>",
        "nodes | {'metadata':{'labels':{'node-role.kubernetes.io/worker':'',"
            + "'node-role.kubernetes.io/control-plane':''}},'spec':{'unschedulable':true},"
            + "'status':{'conditions':[{'type':'Ready','status':'True'}],"
            + "'addresses':[{'type':'InternalIP','address':'10.0.0.9'}],"
            + "'nodeInfo':{'kubeletVersion':'v1','osImage':'Debian','kernelVersion':'6.1',"
            + "'containerRuntimeVersion':'containerd://2'}}}"
            + " | x ; Ready,SchedulingDisabled ; control-plane,worker ; 5m ; v1 ; 10.0.0.9 ; <none>"
            + " ; Debian ; 6.1 ; containerd://2",
        "nodes | {'status':{'conditions':[{'type':'Ready','status':'Unknown'}]}}"
            + " | x ; NotReady ; <none> ; 5m ;  ; <none> ; <none> ; <unknown> ; <unknown> ;"
            + " <unknown>",
        "nodes | {} | x ; Unknown ; <none> ; 5m ;  ; <none> ; <none> ; <unknown> ; <unknown> ;"
            + " <unknown>",
        "endpointslices.discovery.k8s.io | {'addressType':'IPv4','ports':[{'port':80}],"
            + "'endpoints':[{'addresses':['1','2']},{'addresses':['3']},{'addresses':['4']}]}"
            + " | x ; IPv4 ; 80 ; 1,2,3 + 1 more... ; 5m",
        "endpointslices.discovery.k8s.io | {'addressType':'IPv4','endpoints':[]}"
            + " | x ; IPv4 ; <unset> ; <unset> ; 5m",
        "endpoints | {'subsets':[{'addresses':[{'ip':'1'},{'ip':'::2'}],'ports':[{'port':80}]}]}"
            + " | x ; 1:80,[::2]:80 ; 5m",
        "endpoints | {} | x ; <none> ; 5m",
        "configmaps | {'data':{'a':'1'},'binaryData':{'b':'','c':''}} | x ; 3 ; 5m",
        "secrets | {'type':'Opaque','data':{'a':'1'}} | x ; Opaque ; 1 ; 5m",
        "serviceaccounts | {} | x ; 5m",
        "namespaces | {'status':{'phase':'Active'}} | x ; Active ; 5m",
        "leases.coordination.k8s.io | {'spec':{'holderIdentity':'me'}} | x ; me ; 5m",
        "events | {'type':'Normal','reason':'Pulled','message':'got it\\n','count':3,"
            + "'involvedObject':{'kind':'Pod','name':'p','fieldPath':'f'},"
            + "'source':{'component':'kubelet','host':'n'},"
            + "'firstTimestamp':'2026-01-02T11:00:00Z','lastTimestamp':'2026-01-02T11:59:00Z'}"
            + " | 60s ; Normal ; Pulled ; pod/p ; f ; kubelet, n ; got it ; 60m ; 3 ; x",
        "events | {'type':'Normal','reason':'R','eventTime':'2026-01-02T11:59:00.123456Z',"
            + "'involvedObject':{'kind':'Node','name':'n'},'reportingComponent':'c'}"
            + " | 59s ; Normal ; R ; node/n ;  ; c ;  ; 59s ; 1 ; x",
      })
  void rows(String resource, String json, String expected) {
    ObjectNode object = Json.parseObject(json.replace('\'', '"'));
    Json.ensure(object, "metadata")
        .put("name", "x")
        .put("creationTimestamp", "2026-01-02T11:55:00Z");
    List<String> cells = new ArrayList<>();
    TableKind kind = Tables.forType(type(resource));
    kind.row(new KubeObject(object), NOW).forEach(cell -> cells.add(cell.asText()));
    assertThat(String.join(" ; ", cells).strip()).isEqualTo(expected);
    assertThat(cells).hasSameSizeAs(kind.columns());
  }

  @Test
  void anEmptyObjectHasARowInEveryTable() {
    for (ResourceType type : Catalogue.ALL) {
      TableKind kind = Tables.forType(type);
      JsonNode row = kind.row(new KubeObject(Json.object()), NOW);
      assertThat(row.size()).as(type.kind()).isEqualTo(kind.columns().size());
      row.forEach(cell -> assertThat(cell.isTextual() || cell.isNumber()).isTrue());
    }
  }

  @ParameterizedTest
  @CsvSource({"NONE,", "METADATA,PartialObjectMetadata", "OBJECT,ConfigMap"})
  void aRowCarriesWhatTheClientAskedFor(IncludeObject include, String kind) {
    ObjectNode map = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
    Json.ensure(map, "metadata").put("name", "x").put("resourceVersion", "7");
    ObjectNode table =
        Tables.render(Catalogue.CONFIGMAPS, List.of(new KubeObject(map)), include, NOW);
    assertThat(table.path("kind").asText()).isEqualTo("Table");
    assertThat(table.path("apiVersion").asText()).isEqualTo("meta.k8s.io/v1");
    assertThat(table.at("/metadata/resourceVersion").asText()).isEqualTo("7");
    JsonNode row = table.path("rows").get(0);
    assertThat(row.path("cells").toString()).isEqualTo("[\"x\",0,\"<unknown>\"]");
    assertThat(row.at("/object/kind").asText(null)).isEqualTo(kind);
    if (kind != null) {
      assertThat(row.at("/object/metadata")).isEqualTo(map.get("metadata"));
    }
  }

  private static ResourceType type(String resource) {
    return Catalogue.byQualifiedName(resource).orElseThrow();
  }
}
