package io.shiplog.agent;

import static io.shiplog.agent.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.image.OfflineImages;
import io.shiplog.agent.logs.LogRotation;
import io.shiplog.agent.machine.Shell;
import io.shiplog.agent.runtime.Containerd;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One agent with a containerd of its own, real containers, a real broker. */
@Tag("containers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeAgentContainersTest {

  private static final String NODE = "agent-test";
  private static final String IMAGE = TestNode.IMAGE;

  private TestNode node;
  private FakeControlPlane control;
  private AgentConfig config;

  @BeforeAll
  void start() throws Exception {
    node = new TestNode(NODE, "10.254.77");
    control = node.control();
    config = node.config();
  }

  @AfterAll
  void stop() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void nodeSaysThatItIsReady() {
    await("Ready is reported", () -> nodeObject().conditionTrue("Ready"));
    assertThat(nodeObject().status().path("capacity").path("cpu").asInt()).isPositive();
    assertThat(nodeObject().status().path("nodeInfo").path("containerRuntimeVersion").asText())
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
    node.stopAgent();
    new Containerd(config).process().orElseThrow().destroyForcibly();
    node.startAgent();
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
    return node.put(
        name,
        """
        "restartPolicy":"Always","containers":[{"name":"main","image":"%s",
         "imagePullPolicy":"IfNotPresent","command":["sh","-c","%s"]}]
        """
            .formatted(IMAGE, command));
  }

  private void delete(String key) {
    delete(key, 1);
  }

  private void delete(String key, long seconds) {
    node.delete(key, seconds);
  }

  private KubeObject nodeObject() {
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
}
