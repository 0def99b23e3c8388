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

class ServiceProxyTest {

  private final List<String> scripts = new ArrayList<>();

  @Test
  void theFirstRoutesMakeTheWholeTableAndLaterOnesOnlyWhatChanged() {
    ServiceProxy proxy = new ServiceProxy("shiplog", "10.244.0.0/24", scripts::add);
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
    ServiceProxy proxy = new ServiceProxy("shiplog", "", scripts::add);
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
    ServiceProxy proxy = new ServiceProxy("shiplog", "", scripts::add);
    Map<String, ObjectNode> one = Map.of("d/a", route("a", "10.96.0.5", "10.244.0.2"));
    proxy.routes(one, one.keySet());
    scripts.clear();
    proxy.routes(one, one.keySet());
    assertThat(scripts).isEmpty();
  }

  @Test
  void anAddressMayMoveFromOneServiceToAnotherInOneStep() {
    ServiceProxy proxy = new ServiceProxy("shiplog", "", scripts::add);
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
    ServiceProxy proxy = new ServiceProxy("shiplog", "", refusing);
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
    ServiceProxy proxy = new ServiceProxy("shiplog", "", runner);
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
    ServiceProxy proxy = new ServiceProxy("shiplog", "", scripts::add);
    ObjectNode sticky = route("a", "10.96.0.5", "10.244.0.2").put("sessionAffinity", "ClientIP");
    proxy.routes(Map.of("d/a", sticky.deepCopy().put("affinitySeconds", 10)), Set.of("d/a"));
    scripts.clear();
    proxy.routes(Map.of("d/a", sticky.deepCopy().put("affinitySeconds", 20)), Set.of("d/a"));
    assertThat(scripts.removeFirst())
        .contains("timeout 20s")
        .containsPattern("update @aff-[a-z0-9-]+-20 ")
        .containsPattern("delete set ip shiplog aff-[a-z0-9-]+-10\n");
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
