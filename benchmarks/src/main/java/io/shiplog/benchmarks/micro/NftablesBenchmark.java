package io.shiplog.benchmarks.micro;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.network.ServiceProxy;
import io.shiplog.model.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From a change of one route among a thousand to the nftables transaction for it. The kernel is not
 * asked: the script is taken as applied.
 */
@State(Scope.Benchmark)
public class NftablesBenchmark {

  private static final int SERVICES = 1_000;
  private static final int ENDPOINTS = 10;
  private static final String CHANGED = "default/service-7";

  private final Map<String, ObjectNode> routes = new HashMap<>();
  private final ObjectNode fewer = route(7, ENDPOINTS);
  private final ObjectNode moreOf = route(7, ENDPOINTS + 1);
  private ServiceProxy proxy;
  private int script;
  private boolean more;

  /** Makes the routes and the first, whole table. */
  @Setup
  public void prepare() {
    for (int i = 0; i < SERVICES; i++) {
      routes.put("default/service-" + i, route(i, ENDPOINTS));
    }
    proxy =
        new ServiceProxy("measured", "10.244.0.0/24", "n1", written -> script = written.length());
    proxy.routes(routes, routes.keySet());
  }

  /** An endpoint more, then an endpoint less. */
  @Benchmark
  public int changeOneEndpoint() {
    more = !more;
    routes.put(CHANGED, more ? moreOf : fewer);
    script = 0;
    proxy.routes(routes, Set.of(CHANGED));
    if (script == 0) {
      throw new IllegalStateException("the change made no difference");
    }
    return script;
  }

  private static ObjectNode route(int number, int endpoints) {
    ObjectNode route = Json.object();
    route.put("namespace", "default").put("name", "service-" + number);
    route.put("type", "ClusterIP").put("clusterIP", "10.96." + number / 250 + "." + number % 250);
    ObjectNode port = route.putArray("ports").addObject();
    port.put("name", "http").put("protocol", "TCP").put("port", 80).put("targetPort", 8080);
    ArrayNode all = route.putArray("endpoints");
    for (int i = 0; i < endpoints; i++) {
      ObjectNode endpoint = all.addObject();
      endpoint.put("ip", "10.244." + i + "." + number % 250).put("node", "node-" + i);
      endpoint.put("ready", true).put("serving", true).put("terminating", false);
      endpoint.putObject("ports").put("http", 8080);
    }
    return route;
  }
}
