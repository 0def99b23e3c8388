package io.shiplog.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.image.OfflineImages;
import io.shiplog.agent.runtime.Containerd;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.agent.runtime.LogRotation;
import io.shiplog.agent.runtime.Shell;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One agent with a containerd of its own, real containers, a real broker. */
@Tag("containers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeAgentContainersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String NODE = "agent-test";
  private static final String IMAGE = "busybox:test";

  private Path home;
  private TestBroker broker;
  private FakeControlPlane control;
  private AgentConfig config;
  private NodeAgent agent;

  @BeforeAll
  void start() throws Exception {
    demandContainers();
    home = Files.createTempDirectory("shiplog-agent-test");
    broker = new TestBroker(home.resolve("kafka"));
    SecretSeal seal = RandomSeal.withKey(new byte[32]);
    AgentConfig usual = AgentConfig.of(NODE, broker.settings(), seal, home.resolve("agent"));
    config = usual.withClusterCidr("10.254.0.0/16");
    TopicMaker.ensure(broker.settings(), Topics.node(NODE));
    control = new FakeControlPlane(broker.settings(), seal, NODE, "10.254.77.0/24");
    agent = new NodeAgent(config);
    agent.start();
    await("the node is ready", () -> agent.ready());
    OfflineImages.ensure(
        config.containerdSocket(), IMAGE, config.imagesHome(), System.out::println);
  }

  @AfterAll
  void stop() throws Exception {
    if (agent != null) {
      agent.close();
    }
    if (config != null) {
      NodeAgent.purge(config);
      assertThat(config.home()).doesNotExist();
      assertThat(Shell.run("ip", "-brief", "address")).doesNotContain("10.254.77.");
      assertThat(Shell.run("nft", "list", "tables")).doesNotContain(config.tag());
      assertThat(Shell.run("mount")).doesNotContain(home.toString());
      assertThat(Path.of("/sys/fs/cgroup/memory" + config.cgroupParent())).doesNotExist();
    }
    if (control != null) {
      control.close();
    }
    if (broker != null) {
      broker.close();
    }
    if (home != null) {
      Shell.run("rm", "-rf", home.toString());
    }
  }

  private static void demandContainers() {
    boolean root = System.getProperty("user.name").equals("root");
    boolean able = root;
    for (String program : new String[] {"containerd", "runc", "nft", "ctr"}) {
      able &=
          Files.exists(Path.of("/usr/bin", program)) || Files.exists(Path.of("/usr/sbin", program));
    }
    if (!able) {
      System.err.println(
          "SKIPPED: the node agent's tests with real containers need root, containerd, runc and"
              + " nft; this machine lacks one of them, so they prove nothing here.");
    }
    assumeTrue(able, "needs root, containerd, runc, nft");
  }

  @Test
  void nodeSaysThatItIsReady() {
    await("Ready is reported", () -> node().conditionTrue("Ready"));
    assertThat(node().status().path("capacity").path("cpu").asInt()).isPositive();
    assertThat(node().status().path("nodeInfo").path("containerRuntimeVersion").asText())
        .startsWith("containerd://");
  }

  @Test
  void podRunsRestartsAndGoes() throws Exception {
    String key = put("web", "sleep 1000");
    await("the pod is ready", () -> pod(key).conditionTrue("Ready"));
    assertThat(pod(key).status().path("podIP").asText()).startsWith("10.254.77.");
    assertThat(pod(key).status().path("phase").asText()).isEqualTo("Running");

    kill(containerId(key));
    await("the container runs again", () -> restarts(key) == 1 && pod(key).conditionTrue("Ready"));
    assertThat(lastExitCode(key)).isEqualTo(137);

    String containerId = containerId(key);
    delete(key);
    await("the object is let go", () -> control.get(key) == null);
    assertThat(tasks()).doesNotContain(containerId);
    assertThat(control.eventReasons()).contains("Created", "Started", "Killing");
  }

  @Test
  void containersOutliveTheAgentAndContainerd() {
    String key = put("survivor", "sleep 1000");
    await("the pod is ready", () -> pod(key).conditionTrue("Ready"));
    String id = containerId(key);
    agent.close();
    new Containerd(config).process().orElseThrow().destroyForcibly();
    agent = new NodeAgent(config);
    agent.start();
    await("the node is ready again", () -> agent.ready());
    new Containerd(config).process().orElseThrow().destroyForcibly();
    String second = put("second", "sleep 1000");
    await("containerd is back", () -> pod(second).conditionTrue("Ready"));
    assertThat(containerId(key)).isEqualTo(id);
    assertThat(restarts(key)).isZero();
    delete(key);
    delete(second);
    await("both are gone", () -> control.get(key) == null && control.get(second) == null);
  }

  @Test
  void podHasItsVolumesEnvironmentProbesAndLogs() throws Exception {
    control.put(
        "configmaps/default/page",
        Json.parseObject(
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"page",
             "namespace":"default","uid":"cm"},"data":{"index.html":"first"}}
            """));
    String key = "pods/default/server";
    control.put(key, Json.parseObject(server()));
    await("the probe succeeds", () -> pod(key) != null && pod(key).conditionTrue("Ready"));
    String url = "http://" + pod(key).status().path("podIP").asText() + "/";
    assertThat(get(url)).isEqualTo("first");

    ObjectNode changed = control.get("configmaps/default/page").copy();
    Json.ensure(changed, "data").put("index.html", "second");
    control.put("configmaps/default/page", changed);
    await("the volume follows its ConfigMap", () -> get(url).equals("second"));

    assertThat(control.logs(NODE, pod(key), "main", java.util.Map.of("tailLines", "2")))
        .isEqualTo("name=server ip=" + pod(key).status().path("podIP").asText() + "\ntail\n");
    delete(key);
    await("the object is let go", () -> control.get(key) == null);
  }

  private static String server() {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"server","namespace":"default",
         "uid":"%s"},"spec":{"nodeName":"%s","terminationGracePeriodSeconds":1,
         "volumes":[{"name":"page","configMap":{"name":"page"}},
          {"name":"mem","emptyDir":{"medium":"Memory"}}],
         "initContainers":[{"name":"init","image":"%s","imagePullPolicy":"IfNotPresent",
          "command":["sh","-c","echo tail > /mem/said"],
          "volumeMounts":[{"name":"mem","mountPath":"/mem"}]}],
         "containers":[{"name":"main","image":"%s","imagePullPolicy":"IfNotPresent",
          "env":[{"name":"NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},
           {"name":"IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}}],
          "command":["sh","-c",
           "echo skipped; echo name=$NAME ip=$IP; cat /mem/said; exec httpd -f -h /page"],
          "securityContext":{"allowPrivilegeEscalation":false},
          "resources":{"limits":{"cpu":"500m","memory":"32Mi"}},
          "ports":[{"name":"http","containerPort":80}],
          "readinessProbe":{"httpGet":{"path":"/index.html","port":"http"},"periodSeconds":1},
          "livenessProbe":{"exec":{"command":["test","-f","/page/index.html"]}},
          "volumeMounts":[{"name":"page","mountPath":"/page"},
           {"name":"mem","mountPath":"/mem"}]}]},
         "status":{"phase":"Pending"}}
        """
        .formatted(UUID.randomUUID(), NODE, IMAGE, IMAGE);
  }

  @Test
  void nginxOfTheDistributionServesThePodsName() {
    OfflineImages.ensure(
        config.containerdSocket(), "nginx:1.7.9", config.imagesHome(), System.out::println);
    String key = "pods/default/nginx";
    control.put(
        key,
        Json.parseObject(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"nginx","namespace":"default",
             "uid":"%s"},"spec":{"nodeName":"%s","containers":[{"name":"nginx",
             "image":"nginx:1.7.9","imagePullPolicy":"IfNotPresent"}]}}
            """
                .formatted(UUID.randomUUID(), NODE)));
    await("nginx runs", () -> pod(key) != null && pod(key).conditionTrue("Ready"));
    String url = "http://" + pod(key).status().path("podIP").asText() + "/";
    await("nginx answers", () -> get(url).contains("Served by nginx."));
    delete(key);
    await("the object is let go", () -> control.get(key) == null);
  }

  @Test
  void imageThatNobodyHasIsTold() {
    String key = "pods/default/lost";
    control.put(
        key,
        Json.parseObject(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"lost","namespace":"default",
             "uid":"%s"},"spec":{"nodeName":"%s","containers":[{"name":"main",
             "image":"127.0.0.1:1/no:1","imagePullPolicy":"IfNotPresent"},{"name":"second",
             "image":"%s","imagePullPolicy":"IfNotPresent","command":["sleep","100"],
             "envFrom":[{"configMapRef":{"name":"absent"}}]},{"name":"third",
             "image":"%3$s","imagePullPolicy":"IfNotPresent","command":["sleep","100"],
             "securityContext":{"runAsNonRoot":true}},{"name":"fourth",
             "image":"%3$s","imagePullPolicy":"IfNotPresent","command":["/no/such/program"]}]}}
            """
                .formatted(UUID.randomUUID(), NODE, IMAGE)));
    await("the back-off is told", () -> waiting(key, 0).equals("ImagePullBackOff"));
    await("the config is told", () -> waiting(key, 1).equals("CreateContainerConfigError"));
    await("root is refused", () -> waiting(key, 2).equals("CreateContainerConfigError"));
    await("the start is told", () -> waiting(key, 3).equals("RunContainerError"));
    assertThat(pod(key).status().path("phase").asText()).isEqualTo("Pending");
    delete(key);
    await("the object is let go", () -> control.get(key) == null);
  }

  @Test
  void podThatIsGrantedLessTimeGoesSooner() {
    String key = put("patient", "sleep 10000");
    await("the pod is ready", () -> pod(key).conditionTrue("Ready"));
    String uid = pod(key).uid();
    delete(key, 3600);
    await("it is told to stop", () -> control.told(uid, "Killing"));
    delete(key, 2);
    await("the object is let go", () -> control.get(key) == null);
  }

  @Test
  void longLogIsPutAside() throws Exception {
    String key = put("talker", "while true; do echo word; sleep 0.1; done");
    await("the pod is ready", () -> pod(key).conditionTrue("Ready"));
    Path folder = config.logsHome().resolve("default_talker_" + pod(key).uid()).resolve("main");
    await("something is said", () -> size(folder.resolve("0.log")) > 0);
    try (Cri cri = new Cri(config.containerdSocket())) {
      new LogRotation(cri, 0).run();
    }
    assertThat(folder.resolve("0.log.1")).isNotEmptyFile();
    await("the new log grows", () -> size(folder.resolve("0.log")) > 0);
    delete(key);
    await("the object is let go", () -> control.get(key) == null);
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private String waiting(String key, int container) {
    return pod(key)
        .status()
        .path("containerStatuses")
        .path(container)
        .path("state")
        .path("waiting")
        .path("reason")
        .asText("");
  }

  private static String get(String url) {
    try (var http = java.net.http.HttpClient.newHttpClient()) {
      return http.send(
              java.net.http.HttpRequest.newBuilder(java.net.URI.create(url)).build(),
              java.net.http.HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (java.io.IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String put(String name, String command) {
    ObjectNode pod =
        Json.parseObject(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"default",
             "uid":"%s"},"spec":{"nodeName":"%s","terminationGracePeriodSeconds":1,
             "restartPolicy":"Always","containers":[{"name":"main","image":"%s",
             "imagePullPolicy":"IfNotPresent","command":["sh","-c","%s"]}]},
             "status":{"phase":"Pending"}}
            """
                .formatted(name, UUID.randomUUID(), NODE, IMAGE, command));
    String key = "pods/default/" + name;
    control.put(key, pod);
    return key;
  }

  private void delete(String key) {
    delete(key, 1);
  }

  private void delete(String key, long seconds) {
    ObjectNode pod = pod(key).copy();
    Json.ensure(pod, "metadata").put("deletionTimestamp", Instant.now().toString());
    Json.ensure(pod, "metadata").put("deletionGracePeriodSeconds", seconds);
    control.put(key, pod);
  }

  private KubeObject node() {
    return control.get("nodes//" + NODE);
  }

  private KubeObject pod(String key) {
    return control.get(key);
  }

  private int restarts(String key) {
    return pod(key).status().path("containerStatuses").path(0).path("restartCount").asInt();
  }

  private int lastExitCode(String key) {
    return Json.at(pod(key).status().path("containerStatuses").path(0), "lastState", "terminated")
        .path("exitCode")
        .asInt();
  }

  private String containerId(String key) {
    return pod(key)
        .status()
        .path("containerStatuses")
        .path(0)
        .path("containerID")
        .asText()
        .replace("containerd://", "");
  }

  private void kill(String id) {
    ctr("tasks", "kill", "--signal", "SIGKILL", id);
  }

  private String tasks() {
    return ctr("tasks", "list", "--quiet").strip();
  }

  private String ctr(String... arguments) {
    java.util.List<String> command =
        new java.util.ArrayList<>(
            java.util.List.of(
                "ctr", "--address", config.containerdSocket().toString(), "-n", "k8s.io"));
    command.addAll(java.util.List.of(arguments));
    return Shell.run("", command);
  }

  private static void await(String what, BooleanSupplier condition) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("in vain: " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
  }
}
