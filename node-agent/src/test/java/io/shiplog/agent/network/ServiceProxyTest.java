package io.shiplog.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceProxyTest {

  private final List<String> scripts = new ArrayList<>();

  @Test
  void theFirstRoutesMakeTheWholeTableAndLaterOnesOnlyWhatChanged() {
    ServiceProxy proxy = new ServiceProxy("shiplog", "10.244.0.0/24", "n1", scripts::add);
    Map<String, ObjectNode> two =
        Map.of(
            "d/a",
            route("a", "10.96.0.5", "10.244.0.2"),
            "d/b",
            route("b", "10.96.0.6", "10.244.0.3"));
    proxy.routes(two, two.keySet());
    assertThat(scripts.removeFirst())
        .startsWith("add table ip shiplog\ndelete table ip shiplog\n")
        .contains("add element ip shiplog service-ips { 10.96.0.5 . tcp . 80 : goto svc-")
        .contains("add element ip shiplog service-ips { 10.96.0.6 . tcp . 80 : goto svc-");

    proxy.routes(
        Map.of("d/a", route("a", "10.96.0.5", "10.244.0.2", "10.244.0.4"), "d/b", two.get("d/b")),
        Set.of("d/a"));
    assertThat(scripts.removeFirst())
        .contains("numgen inc mod 2")
        .contains("dnat to 10.244.0.4:8080")
        .doesNotContain("10.244.0.2:8080")
        .doesNotContain("10.96.0.6")
        .doesNotContain("element");
  }

  @Test
  void aServiceWithoutReadyEndpointsRefusesAndOneThatIsGoneLeavesNothing() {
    ServiceProxy proxy = new ServiceProxy("shiplog", "", "n1", scripts::add);
    proxy.routes(Map.of("d/a", route("a", "10.96.0.5", "10.244.0.2")), Set.of("d/a"));
    scripts.clear();
    proxy.routes(Map.of("d/a", route("a", "10.96.0.5")), Set.of("d/a"));
    assertThat(scripts.removeFirst())
        .contains("delete element ip shiplog service-ips { 10.96.0.5 . tcp . 80 }")
        .contains("add element ip shiplog refused-ips { 10.96.0.5 . tcp . 80 }")
        .contains("delete chain ip shiplog svc-");
    proxy.routes(Map.of(), Set.of("d/a"));
    assertThat(scripts.removeFirst())
        .isEqualTo("delete element ip shiplog refused-ips { 10.96.0.5 . tcp . 80 }\n");
  }

  @Test
  void theSameRouteAgainChangesNothing() {
    ServiceProxy proxy = new ServiceProxy("shiplog", "", "n1", scripts::add);
    Map<String, ObjectNode> one = Map.of("d/a", route("a", "10.96.0.5", "10.244.0.2"));
    proxy.routes(one, one.keySet());
    scripts.clear();
    proxy.routes(one, one.keySet());
    assertThat(scripts).isEmpty();
  }

  @Test
  void anAddressMayMoveFromOneServiceToAnotherInOneStep() {
    ServiceProxy proxy = new ServiceProxy("shiplog", "", "n1", scripts::add);
    proxy.routes(Map.of("d/a", route("a", "10.96.0.5", "10.244.0.2")), Set.of("d/a"));
    scripts.clear();
    proxy.routes(Map.of("d/b", route("b", "10.96.0.5", "10.244.0.3")), Set.of("d/a", "d/b"));
    String script = scripts.removeFirst();
    assertThat(script.indexOf("delete element ip shiplog service-ips"))
        .isNotNegative()
        .isLessThan(script.indexOf("add element ip shiplog service-ips"));
  }

  @Test
  void whenNftablesRefusesAChangeTheTableIsMadeAnew() {
    List<String> accepted = new ArrayList<>();
    NftRunner refusing =
        script -> {
          if (!script.startsWith("add table")) {
            throw new NftException("No such file or directory", script);
          }
          accepted.add(script);
        };
    ServiceProxy proxy = new ServiceProxy("shiplog", "", "n1", refusing);
    proxy.routes(Map.of("d/a", route("a", "10.96.0.5", "10.244.0.2")), Set.of("d/a"));
    proxy.routes(Map.of("d/a", route("a", "10.96.0.5", "10.244.0.9")), Set.of("d/a"));
    assertThat(accepted).hasSize(2);
    assertThat(accepted.getLast()).contains("dnat to 10.244.0.9:8080");
  }

  @Test
  void aTableThatCouldNotBeMadeAnewIsMadeWithTheNextLook() {
    boolean[] refuses = {false};
    NftRunner runner =
        script -> {
          if (refuses[0]) {
            throw new NftException("Device or resource busy", script);
          }
          scripts.add(script);
        };
    ServiceProxy proxy = new ServiceProxy("shiplog", "", "n1", runner);
    Map<String, ObjectNode> one = Map.of("d/a", route("a", "10.96.0.5", "10.244.0.2"));
    proxy.routes(one, one.keySet());
    refuses[0] = true;
    assertThatThrownBy(() -> proxy.routes(one, Set.of())).isInstanceOf(NftException.class);
    refuses[0] = false;
    proxy.routes(one, Set.of());
    assertThat(scripts.getLast()).startsWith("add table").contains("dnat to 10.244.0.2:8080");
  }

  @Test
  void anotherTimeOfSessionAffinityIsApplied() {
    ServiceProxy proxy = new ServiceProxy("shiplog", "", "n1", scripts::add);
    ObjectNode sticky = route("a", "10.96.0.5", "10.244.0.2").put("sessionAffinity", "ClientIP");
    proxy.routes(Map.of("d/a", sticky.deepCopy().put("affinitySeconds", 10)), Set.of("d/a"));
    scripts.clear();
    proxy.routes(Map.of("d/a", sticky.deepCopy().put("affinitySeconds", 20)), Set.of("d/a"));
    assertThat(scripts.removeFirst())
        .contains("timeout 20s")
        .containsPattern("update @aff-[a-z0-9-]+-20 ")
        .containsPattern("delete set ip shiplog aff-[a-z0-9-]+-10\n");
  }

  /** Anybody may name any external address: it leads to one Service, and nobody's own is lost. */
  @Test
  void anAddressThatTwoServicesClaimLeadsToOne() {
    ServiceProxy proxy = new ServiceProxy("shiplog", "", "n1", scripts::add);
    ObjectNode own = route("z", "10.96.0.5", "10.244.0.2");
    ObjectNode thief = external(route("a", "10.96.0.6", "10.244.0.3"), "10.96.0.5", "192.0.2.1");
    ObjectNode late = external(route("b", "10.96.0.7", "10.244.0.4"), "192.0.2.1");
    Map<String, ObjectNode> all = Map.of("d/z", own, "d/a", thief, "d/b", late);
    proxy.routes(all, all.keySet());
    assertThat(scripts.removeFirst())
        .containsOnlyOnce("service-ips { 10.96.0.5 . tcp . 80 : goto svc-")
        .doesNotContain("10.96.0.5 . tcp . 80 : goto ext-")
        .containsOnlyOnce("add element ip shiplog service-ips { 192.0.2.1 . tcp . 80");
    proxy.routes(Map.of("d/z", own, "d/b", late), Set.of("d/a"));
    String script = scripts.removeFirst();
    assertThat(script.indexOf("delete element ip shiplog service-ips { 192.0.2.1 . tcp . 80 }"))
        .isNotNegative()
        .isLessThan(script.indexOf("add element ip shiplog service-ips { 192.0.2.1 . tcp . 80"));
    assertThat(script).doesNotContain("10.96.0.5");
    proxy.routes(Map.of("d/z", own), Set.of("d/b"));
    proxy.routes(Map.of(), Set.of("d/z"));
    assertThat(scripts.getLast()).contains("delete element ip shiplog service-ips { 10.96.0.5 ");
  }

  /** What of a Service's addresses leads where, by its policies and where its endpoints are. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Cluster Cluster n1 n2 => service-ips 10.96.0.5 svc, service-ips 192.0.2.1 ext",
        "Local Cluster n1 n2   => service-ips 10.96.0.5 svl, service-ips 192.0.2.1 ext",
        "Local Cluster n2 n2   => dropped-ips 10.96.0.5 -, service-ips 192.0.2.1 ext",
        "Cluster Local n1 n2   => service-ips 10.96.0.5 svc, service-ips 192.0.2.1 ext",
        "Cluster Local n2 n2   =>"
            + " dropped-ips 192.0.2.1 -, service-ips 10.96.0.5 svc, service-ips 192.0.2.1 ext",
        "Local Local -         => refused-ips 10.96.0.5 -, refused-ips 192.0.2.1 -",
      })
  void policies(String given, String expected) {
    String[] words = given.strip().split(" +");
    ObjectNode route = external(route("a", "10.96.0.5"), "192.0.2.1");
    route.put("internalTrafficPolicy", words[0]).put("externalTrafficPolicy", words[1]);
    for (int i = 2; i < words.length && !words[2].equals("-"); i++) {
      route
          .withArray("endpoints")
          .addObject()
          .put("ip", "10.244.0." + i)
          .put("ready", true)
          .put("node", words[i])
          .putObject("ports")
          .put("http", 8080);
    }
    List<String> seen = new ArrayList<>();
    new ServiceFragments("10.244.0.0/16", "n1")
        .of(route)
        .elements()
        .forEach(
            (map, own) ->
                own.forEach(
                    (key, value) ->
                        seen.add(
                            map
                                + " "
                                + key.split(" ")[0]
                                + " "
                                + (value.isEmpty() ? "-" : value.substring(5, 8)))));
    assertThat(String.join(", ", seen)).isEqualTo(expected.strip());
  }

  /** The route with these external addresses besides. */
  static ObjectNode external(ObjectNode route, String... addresses) {
    for (String address : addresses) {
      route.withArray("externalIPs").add(address);
    }
    return route;
  }

  /** A route of port 80 to 8080 on these endpoints. */
  static ObjectNode route(String name, String clusterIp, String... endpoints) {
    ObjectNode route = Json.object();
    route.put("namespace", "d").put("name", name).put("clusterIP", clusterIp);
    route.putArray("ports").addObject().put("name", "http").put("protocol", "TCP").put("port", 80);
    var list = route.putArray("endpoints");
    for (String ip : endpoints) {
      ObjectNode endpoint = list.addObject().put("ip", ip).put("ready", true);
      endpoint.putObject("ports").put("http", 8080);
    }
    return route;
  }
}
