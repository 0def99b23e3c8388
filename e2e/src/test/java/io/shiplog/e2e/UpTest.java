package io.shiplog.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.e2e.chaos.containers.HostThings;
import io.shiplog.e2e.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The README's promise, from outside: the launcher, unmodified kubectl, curl-like requests, real
 * containers, and processes that die.
 */
class UpTest {

  private static final String EXAMPLE = "examples/nginx-deployment.yaml";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static Installation cluster;
  private static String url;
  private static Set<String> networkBefore;

  @BeforeAll
  static void up() throws IOException {
    Machine.assumeContainers();
    networkBefore = HostThings.network();
    Path home = Files.createTempDirectory("sl-up");
    cluster = new Installation(home, Machine.kubectls().getLast());
    String screen = cluster.shiplog("up", EXAMPLE).ok();
    assertThat(screen)
        .contains("node node-1 is Ready")
        .contains("is made of this distribution's packages and imported")
        .contains("deployment.apps/nginx-deployment: 2 of 2 replicas available")
        .contains("service/nginx answers at http://10.96.")
        .contains("export KUBECONFIG=");
    url = "http://" + cluster.get("service", "nginx").path("spec").path("clusterIP").asText() + "/";
  }

  @AfterAll
  static void purge() throws IOException {
    if (cluster == null) {
      return;
    }
    Optional<String> tag = HostThings.tag(cluster.home());
    cluster.shiplog("down", "--purge").ok();
    List<String> left =
        tag.isPresent()
            ? HostThings.of(cluster.home(), tag.get(), Set.of())
            : HostThings.under(cluster.home());
    assertThat(left).as("left on the host").isEmpty();
    assertThat(HostThings.network())
        .as("network namespaces and links that were not there before")
        .isSubsetOf(networkBefore);
  }

  @Test
  void bothReplicasAnswerInTurnFromTheHostAndFromAPod() {
    cluster.awaitPods("app=nginx", 2);
    // A node hears of a pod that became ready a moment after the API shows it.
    Await.until("both", PATIENCE, UpTest::sixPages, now -> Set.copyOf(now).size() == 2);
    List<String> pages = sixPages();
    assertThat(pages).allMatch(page -> page.contains("Served by nginx-deployment-"));
    assertThat(Set.copyOf(pages)).hasSize(2);
    assertThat(pages.subList(2, 4)).isEqualTo(pages.subList(0, 2));

    cluster.shiplog("up", "e2e/src/test/resources/client-pod.yaml").ok();
    String log =
        Await.until(
            "four pages in the client pod's log",
            PATIENCE,
            () -> cluster.kubectl("logs", "client").output(),
            text -> text.lines().filter(line -> line.contains("Served by")).count() >= 4);
    assertThat(log.lines().filter(line -> line.contains("Served by")).distinct()).hasSize(2);
    cluster.kubectl("delete", "pod", "client", "--grace-period=1").ok();
  }

  private static List<String> sixPages() {
    return Stream.generate(() -> cluster.fetch(url).orElse("nobody answered")).limit(6).toList();
  }

  @Test
  void upAgainChangesNothingAndStatusTellsWhatRuns() {
    List<String> before = containerIds();
    assertThat(cluster.shiplog("up", EXAMPLE).ok()).contains("the control plane runs already");
    assertThat(containerIds()).isEqualTo(before);
    assertThat(cluster.shiplog("status").ok())
        .contains("control-plane  runs, pid")
        .contains("node-agent     runs, pid")
        .contains("node-1, Ready");
    for (String command : List.of("up", "down", "status", "logs", "test")) {
      assertThat(cluster.shiplog(command, "--help").ok()).contains("Usage: shiplog " + command);
    }
  }

  @ParameterizedTest
  @MethodSource("kubectls")
  void unmodifiedKubectlDoesWhatPeopleDo(String kubectl) throws IOException {
    new KubectlTour(cluster, kubectl, Machine.PROJECT.resolve(EXAMPLE)).run();
  }

  static List<String> kubectls() {
    return Machine.kubectls();
  }

  @Test
  void imagesComeFromARegistry() throws IOException {
    try (Registry registry = Registry.open();
        Registry locked = Registry.locked()) {
      new RegistryTour(cluster, registry, locked).run();
    }
  }

  @Test
  void aKilledContainerRestarts() {
    JsonNode pod = cluster.awaitPods("app=nginx", 2).getFirst();
    String name = pod.path("metadata").path("name").asText();
    int restarts = restarts(pod);
    String socket = cluster.home().resolve("node/containerd/containerd.sock").toString();
    String container = containerId(pod).substring("containerd://".length());
    Ran.run(
            20,
            Map.of(),
            List.of(
                "ctr", "-a", socket, "-n", "k8s.io", "tasks", "kill", "-s", "SIGKILL", container))
        .ok();
    Await.until(
        "the container runs again",
        PATIENCE,
        () -> cluster.get("pod", name),
        now -> restarts(now) == restarts + 1 && !containerId(now).equals(containerId(pod)));
    cluster.awaitPods("app=nginx", 2);
  }

  @Test
  void aDeletedPodIsReplacedAndLeavesTheServiceBeforeItStops() {
    cluster.awaitPods("app=nginx", 2);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<List<String>> failures =
        CompletableFuture.supplyAsync(() -> requestUntil(done));
    String victim =
        cluster.readyPods("app=nginx").getFirst().path("metadata").path("name").asText();
    cluster.kubectl("delete", "pod", victim, "--wait=true").ok();
    List<JsonNode> pods = cluster.awaitPods("app=nginx", 2);
    done.set(true);
    assertThat(pods).noneMatch(pod -> pod.path("metadata").path("name").asText().equals(victim));
    assertThat(failures.join()).as("requests that failed meanwhile").isEmpty();
  }

  @Test
  void aKilledControlPlaneLosesNothingThatWasAcknowledged() {
    List<String> containers = containerIds();
    Set<String> acknowledged = new LinkedHashSet<>();
    for (int i = 0; i < 10; i++) {
      String name = "kept-" + i;
      cluster.kubectl("create", "configmap", name, "--from-literal=a=b").ok();
      acknowledged.add(name);
    }
    Installation.kill(cluster.process("control-plane"));
    assertThat(cluster.fetch(url)).as("Services work without a control plane").isPresent();
    cluster.shiplog("up").ok();
    Set<String> there = new LinkedHashSet<>();
    cluster
        .get("configmaps")
        .path("items")
        .forEach(map -> there.add(map.path("metadata").path("name").asText()));
    assertThat(there).containsAll(acknowledged);
    assertThat(containerIds()).isEqualTo(containers);
    cluster.kubectl("scale", "deployment/nginx-deployment", "--replicas=3").ok();
    cluster.awaitPods("app=nginx", 3);
    cluster.kubectl("scale", "deployment/nginx-deployment", "--replicas=2").ok();
    cluster.awaitPods("app=nginx", 2);
  }

  @Test
  void aKilledAgentFindsItsContainersAgain() {
    List<String> containers = containerIds();
    Installation.kill(cluster.process("node-agent"));
    assertThat(cluster.fetch(url)).isPresent();
    cluster.shiplog("up", EXAMPLE).ok();
    assertThat(containerIds()).isEqualTo(containers);
    deleteOneAndAwaitItsReplacement();
  }

  @Test
  void aKilledContainerdComesBackAndItsContainersNeverWent() {
    List<String> containers = containerIds();
    ProcessHandle before = cluster.containerd();
    Installation.kill(before);
    assertThat(cluster.fetch(url)).isPresent();
    Await.until(
        "another containerd",
        PATIENCE,
        () -> ProcessHandle.allProcesses().anyMatch(this::isContainerd),
        there -> there);
    deleteOneAndAwaitItsReplacement();
    assertThat(containerIds()).containsAnyElementsOf(containers);
  }

  private boolean isContainerd(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("containerd")
        && process.info().commandLine().orElse("").contains(cluster.home() + "/");
  }

  /** Shows that the agent still acts. */
  private static void deleteOneAndAwaitItsReplacement() {
    String victim =
        cluster.awaitPods("app=nginx", 2).getFirst().path("metadata").path("name").asText();
    cluster.kubectl("delete", "pod", victim, "--wait=true").ok();
    cluster.awaitPods("app=nginx", 2);
  }

  private static List<String> requestUntil(AtomicBoolean done) {
    List<String> failures = new ArrayList<>();
    int number = 0;
    while (!done.get()) {
      number++;
      if (cluster.fetch(url).isEmpty()) {
        failures.add("request " + number);
      }
    }
    return failures;
  }

  private static List<String> containerIds() {
    return cluster.awaitPods("app=nginx", 2).stream().map(UpTest::containerId).sorted().toList();
  }

  private static String containerId(JsonNode pod) {
    return pod.path("status").path("containerStatuses").path(0).path("containerID").asText();
  }

  private static int restarts(JsonNode pod) {
    return pod.path("status").path("containerStatuses").path(0).path("restartCount").asInt();
  }
}
