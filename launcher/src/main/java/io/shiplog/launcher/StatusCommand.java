package io.shiplog.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code shiplog status}: which processes run, what the node says, how many pods there are. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the processes, the API address, the nodes and the pods.",
      "Exits 0 when all of it runs and the API is ready, 1 when not."
    })
final class StatusCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    Home home = Home.fromEnvironment();
    boolean well = true;
    for (Daemon daemon : new Daemons(home).all()) {
      var process = daemon.process();
      System.out.printf(
          "%-14s %s%n",
          daemon.name(), process.map(p -> "runs, pid " + p.pid()).orElse("does not run"));
      well &= process.isPresent();
    }
    if (!well || !java.nio.file.Files.exists(home.kubeconfig())) {
      System.out.println("start it with: ./shiplog up");
      return 1;
    }
    ApiClient api = ApiClient.of(home.kubeconfig());
    var ready = api.get("/readyz");
    if (ready.filter(ApiClient.Answer::ok).isEmpty()) {
      System.out.printf("%-14s %s, not ready%n", "api", api.server());
      alarms(api);
      return 1;
    }
    System.out.printf("%-14s %s, ready%n", "api", api.server());
    well &= alarms(api) == 0;
    for (JsonNode node : api.read("/api/v1/nodes").path("items")) {
      boolean isReady = new KubeObject((ObjectNode) node).conditionTrue("Ready");
      System.out.printf(
          "%-14s %s%n",
          "node",
          node.path("metadata").path("name").asText() + (isReady ? ", Ready" : ", NotReady"));
      well &= isReady;
    }
    pods(api);
    System.out.printf("%-14s %s%n", "kubeconfig", home.kubeconfig());
    return well ? 0 : 1;
  }

  /** Shows what somebody has to look at; how much that is. */
  private static int alarms(ApiClient api) {
    List<String> raised = Alarms.of(api);
    raised.forEach(alarm -> System.out.printf("%-14s %s%n", "ALARM", alarm));
    return raised.size();
  }

  private static void pods(ApiClient api) {
    int all = 0;
    int ready = 0;
    for (JsonNode pod : api.read("/api/v1/pods").path("items")) {
      all++;
      ready += new KubeObject((ObjectNode) pod).conditionTrue("Ready") ? 1 : 0;
    }
    System.out.printf("%-14s %d of %d ready%n", "pods", ready, all);
  }
}
