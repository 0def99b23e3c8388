package io.shiplog.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.e2e.support.Await;
import io.shiplog.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One installation that the launcher made, in a home of its own. */
final class Installation {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path home;
  private final String kubectl;

  Installation(Path home, String kubectl) {
    this.home = home;
    this.kubectl = kubectl;
  }

  Path home() {
    return home;
  }

  /** Runs {@code ./shiplog …}. */
  Ran shiplog(String... arguments) {
    List<String> command = new ArrayList<>(List.of("./shiplog"));
    command.addAll(List.of(arguments));
    return Ran.run(
        300,
        Map.of(
            "SHIPLOG_HOME", home.toString(), "SHIPLOG_OFFLINE", "true", "SHIPLOG_NO_BUILD", "true"),
        command);
  }

  /** Runs kubectl with this installation's kubeconfig. */
  Ran kubectl(String... arguments) {
    return with(kubectl, arguments);
  }

  /** Runs a particular kubectl. */
  Ran with(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    return Ran.run(60, kubectlEnvironment(), command);
  }

  /**
   * The environment in which kubectl speaks to this installation, and more of it: names, values.
   */
  Map<String, String> kubectlEnvironment(String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("KUBECONFIG", home.resolve("kubeconfig").toString());
    // Not the home of whoever runs the tests: kubectl caches discovery there.
    environment.put("HOME", home.toString());
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  /** An object, or a list, as JSON. */
  JsonNode get(String... what) {
    List<String> arguments = new ArrayList<>(List.of("get", "-o", "json"));
    arguments.addAll(List.of(what));
    String json = kubectl(arguments.toArray(String[]::new)).ok();
    return Json.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The ready pods with a label that are not on their way out. */
  List<JsonNode> readyPods(String selector) {
    List<JsonNode> ready = new ArrayList<>();
    for (JsonNode pod : get("pods", "-l", selector).path("items")) {
      boolean isReady =
          pod.path("status").path("containerStatuses").path(0).path("ready").asBoolean();
      if (isReady && !pod.path("metadata").has("deletionTimestamp")) {
        ready.add(pod);
      }
    }
    return ready;
  }

  /** Waits until that many pods with a label are ready. */
  List<JsonNode> awaitPods(String selector, int count) {
    return Await.until(
        count + " ready pods with " + selector,
        PATIENCE,
        () -> readyPods(selector),
        pods -> pods.size() == count);
  }

  /**
   * The body of a page, or empty where nobody answers properly. Each call opens a connection of its
   * own: a Service balances connections, not requests.
   */
  Optional<String> fetch(String url) {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(3)).build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** One of our processes, by the pid the launcher noted. */
  ProcessHandle process(String name) {
    try {
      String pid = Files.readString(home.resolve("run/" + name + ".pid")).split(" ")[0];
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This installation's containerd. */
  ProcessHandle containerd() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("containerd"))
        .filter(process -> process.info().commandLine().orElse("").contains(home.toString() + "/"))
        .findFirst()
        .orElseThrow();
  }

  /** Kills a process outright and waits until it is gone. */
  static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
  }
}
