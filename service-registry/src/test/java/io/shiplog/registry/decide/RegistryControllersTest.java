package io.shiplog.registry.decide;

import static io.shiplog.registry.Objects.json;
import static io.shiplog.registry.Objects.object;
import static io.shiplog.registry.Objects.pod;
import static io.shiplog.registry.Objects.service;
import static io.shiplog.registry.Objects.terminating;
import static io.shiplog.registry.Objects.unready;
import static io.shiplog.registry.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.KubeObject;
import io.shiplog.model.Names;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryControllersTest {

  private final Harness cluster = new Harness();

  @Test
  void aServiceGetsItsSliceItsEndpointsAndItsRoute() {
    cluster.see(pod("a", "web", "10.244.0.2"));
    cluster.see(service("web", "{}"));
    cluster.settle();
    String uid = Names.uid("a");
    KubeObject slice = cluster.slice();
    assertThat(slice.name()).startsWith("web-").hasSize(9);
    assertThat(slice.labels())
        .containsEntry("kubernetes.io/service-name", "web")
        .containsEntry("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")
        .containsEntry("team", "x");
    assertThat(slice.controller().orElseThrow().kind()).isEqualTo("Service");
    assertThat(slice.json().at("/endpoints/0"))
        .isEqualTo(
            json(
                """
                {'addresses':['10.244.0.2'],
                'conditions':{'ready':true,'serving':true,'terminating':false},'nodeName':'n1',
                'targetRef':{'kind':'Pod','name':'a','namespace':'default','uid':'%s'}}
                """
                    .formatted(uid)));
    assertThat(slice.json().at("/ports/0"))
        .isEqualTo(json("{'name':'','protocol':'TCP','port':8080}"));
    assertThat(cluster.endpoints("web").json().at("/subsets/0"))
        .isEqualTo(
            json(
                """
                {'addresses':[{'ip':'10.244.0.2','nodeName':'n1','targetRef':
                {'kind':'Pod','name':'a','namespace':'default','uid':'%s'}}],
                'ports':[{'port':8080,'protocol':'TCP'}]}
                """
                    .formatted(uid)));
    assertThat(cluster.routes.get("default/web"))
        .isEqualTo(
            json(
                """
                {'namespace':'default','name':'web','uid':'%s','type':'ClusterIP',
                'clusterIP':'10.96.0.77','sessionAffinity':'None',
                'internalTrafficPolicy':'Cluster','externalTrafficPolicy':'Cluster',
                'ports':[{'name':'','protocol':'TCP','port':80,'targetPort':'http'}],
                'endpoints':[{'ip':'10.244.0.2','node':'n1','ready':true,'serving':true,
                'terminating':false,'ports':{'':8080}}]}
                """
                    .formatted(Names.uid("service", "web"))));
  }

  @Test
  void whatIsRightIsLeftAlone() {
    cluster.see(service("web", "{}"));
    cluster.see(pod("a", "web", "10.244.0.2"));
    cluster.settle();
    assertThat(cluster.see(service("web", "{}"))).isZero();
    assertThat(cluster.see(with(pod("a", "web", "10.244.0.2"), "{'spec':{'x':1}}"))).isZero();
    assertThat(cluster.see(pod("b", "other", "10.244.0.3"))).isZero();
    assertThat(cluster.tick(60)).isZero();
  }

  @Test
  void aWriteIsAskedForAgainOnlyWhenItHadItsTime() {
    assertThat(cluster.see(service("web", "{}"))).isEqualTo(2);
    assertThat(cluster.see(service("web", "{}"))).isZero();
    assertThat(cluster.tick(1)).isZero();
    assertThat(cluster.tick(1)).isEqualTo(2);
    cluster.settle();
    assertThat(cluster.tick(10)).isZero();
  }

  /** Seconds after each other: a write that the ledger refuses is not repeated for ever alike. */
  @Test
  void aWriteThatIsRefusedIsAskedForLessAndLessOften() {
    cluster.see(service("web", "{}"));
    List<Integer> gaps = new ArrayList<>();
    int since = 0;
    for (int second = 0; second < 300; second++) {
      since++;
      if (cluster.tick(1) > 0) {
        gaps.add(since);
        since = 0;
      }
    }
    assertThat(gaps).containsExactly(2, 4, 8, 16, 32, 64, 64, 64);
    assertThat(cluster.see(pod("a", "web", "10.244.0.2"))).isPositive();
  }

  @Test
  void aPodLeavesWhenItIsToBeDeletedAndGoesWhenItIsGone() {
    KubeObject pod = pod("a", "web", "10.244.0.2");
    cluster.see(service("web", "{}"));
    cluster.see(pod);
    cluster.settle();
    cluster.see(terminating(pod));
    cluster.settle();
    assertThat(cluster.slice().json().at("/endpoints/0/conditions"))
        .isEqualTo(json("{'ready':false,'serving':true,'terminating':true}"));
    assertThat(cluster.endpoints("web").at("subsets").isMissingNode()).isTrue();
    assertThat(cluster.routes.get("default/web").at("/endpoints/0/ready").asBoolean()).isFalse();
    cluster.gone(terminating(pod));
    cluster.settle();
    assertThat(cluster.slice().at("endpoints")).isEmpty();
    assertThat(cluster.routes.get("default/web").path("endpoints")).isEmpty();
  }

  @Test
  void aPodThatIsNotReadyIsListedApart() {
    cluster.see(service("web", "{}"));
    cluster.see(unready(pod("a", "web", "10.244.0.2")));
    cluster.settle();
    assertThat(cluster.slice().json().at("/endpoints/0/conditions/ready").asBoolean()).isFalse();
    assertThat(cluster.endpoints("web").json().at("/subsets/0/notReadyAddresses")).hasSize(1);
    assertThat(cluster.endpoints("web").json().at("/subsets/0/addresses").isMissingNode()).isTrue();
    cluster.see(service("web", "{'publishNotReadyAddresses':true}"));
    cluster.settle();
    assertThat(cluster.slice().json().at("/endpoints/0/conditions/ready").asBoolean()).isTrue();
    assertThat(cluster.endpoints("web").json().at("/subsets/0/addresses")).hasSize(1);
  }

  @Test
  void podsThatEndedOrHaveNoAddressDoNotCount() {
    cluster.see(service("web", "{}"));
    cluster.see(with(pod("a", "web", "10.244.0.2"), "{'status':{'phase':'Succeeded'}}"));
    cluster.see(with(pod("b", "web", "x"), "{'status':{'podIP':null}}"));
    cluster.settle();
    assertThat(cluster.slice().at("endpoints")).isEmpty();
  }

  @Test
  void aDeletedServiceTakesItsRouteBack() {
    cluster.see(service("web", "{}"));
    assertThat(cluster.routes.get("default/web")).isNotNull();
    cluster.gone(service("web", "{}"));
    assertThat(cluster.routes).containsEntry("default/web", null);
  }

  /** Its end is told by what stands for it, after a registry was away for days. */
  @Test
  void aServiceThatWasNeverSeenTakesItsRouteBack() {
    cluster.gone(service("old", "{}"));
    assertThat(cluster.routes).containsEntry("default/old", null);
  }

  @Test
  void everyNodeIsToldWhereTheOthersPodsAre() {
    String found =
        "{'apiVersion':'v1','kind':'Node','metadata':{'name':'n3'},"
            + "'spec':{'podCIDR':'10.244.3.0/24'},'status':{'addresses':[%s]}}";
    String name = "{'type':'Hostname','address':'n3'}";
    String address = name + ",{'type':'InternalIP','address':'192.0.2.%s'}";
    cluster.see(object(found.formatted(name)));
    assertThat(cluster.routes).containsEntry("/n3", null);
    cluster.see(object(found.formatted(address.formatted(3))));
    assertThat(cluster.routes.get("/n3"))
        .isEqualTo(json("{'node':'n3','podCIDR':'10.244.3.0/24','via':'192.0.2.3'}"));
    cluster.see(object(found.formatted(address.formatted(4))));
    assertThat(cluster.routes.get("/n3").path("via").asText()).isEqualTo("192.0.2.4");
    cluster.gone(object(found.formatted(name)));
    assertThat(cluster.routes).containsEntry("/n3", null);
  }

  @Test
  void aRouteNamesTheExternalAddressesToo() {
    cluster.see(
        with(
            service(
                "lb",
                "{'type':'LoadBalancer','externalIPs':['192.0.2.200'],"
                    + "'loadBalancerSourceRanges':['10.0.0.0/8']}"),
            "{'status':{'loadBalancer':{'ingress':[{'ip':'192.0.2.201'},"
                + "{'ip':'192.0.2.202','ipMode':'VIP'},{'ip':'192.0.2.203','ipMode':'Proxy'},"
                + "{'hostname':'lb.example'}]}}}"));
    var route = cluster.routes.get("default/lb");
    assertThat(route.path("externalIPs")).hasToString("[\"192.0.2.200\"]");
    assertThat(route.path("loadBalancerIPs")).hasToString("[\"192.0.2.201\",\"192.0.2.202\"]");
    assertThat(route.path("loadBalancerSourceRanges")).hasToString("[\"10.0.0.0/8\"]");
    cluster.see(service("lb", "{'externalIPs':['192.0.2.200']}"));
    assertThat(cluster.routes.get("default/lb").has("loadBalancerIPs")).isFalse();
  }

  @Test
  void anExternalNameHasNothingAndAHeadlessServiceHasARoute() {
    cluster.see(service("ext", "{'type':'ExternalName','clusterIP':null}"));
    assertThat(cluster.underway()).isEmpty();
    assertThat(cluster.routes).containsEntry("default/ext", null);
    cluster.see(
        with(pod("a", "head", "10.244.0.2"), "{'spec':{'hostname':'a','subdomain':'head'}}"));
    cluster.see(service("head", "{'clusterIP':'None'}"));
    cluster.settle();
    assertThat(cluster.routes.get("default/head").path("clusterIP").asText()).isEqualTo("None");
    assertThat(cluster.routes.get("default/head").at("/endpoints/0/hostname").asText())
        .isEqualTo("a");
    assertThat(cluster.slice().labels()).containsKey("service.kubernetes.io/headless");
  }

  @Test
  void startPublishesEveryRouteAgain() {
    cluster.see(service("web", "{}"));
    cluster.see(service("api", "{}"));
    cluster.settle();
    cluster.routes.clear();
    assertThat(cluster.restart()).isZero();
    assertThat(cluster.routes).containsOnlyKeys("default/web", "default/api");
  }

  @Test
  void endpointsThatPeopleMadeAreMirroredAndRouted() {
    cluster.see(service("db", "{'selector':null}"));
    assertThat(cluster.underway()).isEmpty();
    cluster.see(
        object(
            """
            {'apiVersion':'v1','kind':'Endpoints','metadata':{'name':'db','namespace':'default',
            'uid':'e'},'subsets':[{'addresses':[{'ip':'192.0.2.1'}],
            'notReadyAddresses':[{'ip':'192.0.2.2'}],'ports':[{'port':5432}]}]}
            """));
    cluster.settle();
    assertThat(cluster.slice().label("endpointslice.kubernetes.io/managed-by"))
        .isEqualTo("endpointslicemirroring-controller.k8s.io");
    assertThat(cluster.slice().controller().orElseThrow().kind()).isEqualTo("Endpoints");
    assertThat(cluster.routes.get("default/db").path("endpoints"))
        .extracting(e -> e.path("ip").asText() + " " + e.path("ready") + e.path("ports"))
        .containsExactly("192.0.2.1 true{\"\":5432}", "192.0.2.2 false{\"\":5432}");
  }

  /** Who reads slices takes all of a Service's: what is stale among them would count. */
  @Test
  void theMirrorGoesWhenTheServiceGetsASelector() {
    cluster.see(service("db", "{'selector':null}"));
    cluster.see(
        object(
            """
            {'apiVersion':'v1','kind':'Endpoints','metadata':{'name':'db','namespace':'default',
            'uid':'e'},'subsets':[{'addresses':[{'ip':'192.0.2.1'}],'ports':[{'port':5432}]}]}
            """));
    cluster.settle();
    cluster.see(service("db", "{}"));
    cluster.settle();
    assertThat(cluster.slices())
        .extracting(slice -> slice.label("endpointslice.kubernetes.io/managed-by"))
        .containsExactly("endpointslice-controller.k8s.io");
  }

  @Test
  void slicesThatPeopleMadeAreRoutedAndNotMirrored() {
    cluster.see(service("db", "{'selector':null}"));
    cluster.see(
        object(
            """
            {'apiVersion':'discovery.k8s.io/v1','kind':'EndpointSlice','metadata':{'name':'k',
            'namespace':'default','uid':'s','labels':{'kubernetes.io/service-name':'db'}},
            'addressType':'IPv4','endpoints':[{'addresses':['192.0.2.9']}],
            'ports':[{'name':'https','port':6443,'protocol':'TCP'}]}
            """));
    cluster.see(
        object(
            """
            {'apiVersion':'v1','kind':'Endpoints','metadata':{'name':'db',
            'namespace':'default','uid':'e'},'subsets':[{'addresses':[{'ip':'192.0.2.9'}],
            'ports':[{'name':'https','port':6443}]}]}
            """));
    cluster.settle();
    assertThat(cluster.slices()).hasSize(1);
    assertThat(cluster.routes.get("default/db").path("endpoints"))
        .isEqualTo(
            json("""
            {'a':[{'ip':'192.0.2.9','ready':true,'serving':true,'terminating':false,
            'ports':{'https':6443}}]}
            """)
                .path("a"));
  }

  /** Each gateway keeps a slice of its own; one Endpoints object names all of them. */
  @Test
  void theApisOwnEndpointsFollowItsSlices() {
    cluster.see(service("kubernetes", "{'selector':null}"));
    cluster.see(slice("kubernetes-b", "192.0.2.9"));
    cluster.see(slice("kubernetes-a", "192.0.2.8"));
    cluster.settle();
    assertThat(cluster.slices()).hasSize(2);
    assertThat(cluster.endpoints("kubernetes").label("endpointslice.kubernetes.io/skip-mirror"))
        .isEqualTo("true");
    assertThat(cluster.endpoints("kubernetes").json().at("/subsets/0"))
        .isEqualTo(
            json(
                """
                {'addresses':[{'ip':'192.0.2.8'},{'ip':'192.0.2.9'}],
                'ports':[{'name':'https','port':6443,'protocol':'TCP'}]}
                """));
    cluster.gone(slice("kubernetes-b", "192.0.2.9"));
    cluster.settle();
    assertThat(cluster.endpoints("kubernetes").json().at("/subsets/0/addresses")).hasSize(1);
  }

  private static KubeObject slice(String name, String address) {
    return object(
        """
        {'apiVersion':'discovery.k8s.io/v1','kind':'EndpointSlice','metadata':{'name':'%s',
        'namespace':'default','uid':'%s','labels':{'kubernetes.io/service-name':'kubernetes'}},
        'addressType':'IPv4','endpoints':[{'addresses':['%s'],'conditions':{'ready':true}}],
        'ports':[{'name':'https','port':6443,'protocol':'TCP'}]}
        """
            .formatted(name, name, address));
  }

  @Test
  void aPodThatChangesItsLabelsChangesItsService() {
    cluster.see(service("web", "{}"));
    cluster.see(service("api", "{}"));
    cluster.see(pod("a", "web", "10.244.0.2"));
    cluster.see(pod("a", "api", "10.244.0.2"));
    cluster.settle();
    assertThat(
            List.of(
                cluster.routes.get("default/web").path("endpoints").size(),
                cluster.routes.get("default/api").path("endpoints").size()))
        .containsExactly(0, 1);
  }
}
