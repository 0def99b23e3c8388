package io.shiplog.agent;

import static io.shiplog.agent.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a node says and guards, on real containers: the words are a kubelet's. */
@Tag("containers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeAgentGuardsTest {

  private TestNode node;

  @BeforeAll
  void start() throws Exception {
    node = new TestNode("guards-test", "10.254.78");
  }

  @AfterAll
  void stop() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void execProbesSayWhatAKubeletSays() {
    String slow = put("slow", probe("\"sh\",\"-c\",\"sleep 3; true\"", 1), "");
    String words = put("words", probe("\"sh\",\"-c\",\"echo out; echo err >&2; exit 3\"", 1), "");
    String absent = put("absent", probe("\"nosuchprogram\"", 1), "");
    await(
        "the time is over",
        () ->
            unhealthy(slow)
                .contains(
                    "Readiness probe failed: command timed out: \"sh -c sleep 3; true\" timed out"
                        + " after 1s"));
    await(
        "the output is told",
        () -> unhealthy(words).equals(List.of("Readiness probe failed: out\nerr\n")));
    await("the runtime's words are told", () -> !unhealthy(absent).isEmpty());
    assertThat(unhealthy(absent).getFirst())
        .startsWith("Readiness probe errored and resulted in unknown state: rpc error: code = ")
        .contains("exec: \"nosuchprogram\": executable file not found in $PATH");
    assertThat(unhealthy(slow)).noneMatch(said -> said.contains("containerd.sock"));
    node.deleteAndAwait(slow, words, absent);
  }

  @Test
  void forbiddenSysctlsFailThePodAndSafeOnesAreSet() {
    String bad = put("bad", "", sysctl("kernel.shmmax", "1000"));
    String good = put("good", "", sysctl("net.ipv4.ping_group_range", "0 5"));
    await("it is refused", () -> node.phase(bad).equals("Failed"));
    assertThat(node.pod(bad).status().path("reason").asText()).isEqualTo("SysctlForbidden");
    assertThat(node.pod(bad).status().path("message").asText())
        .isEqualTo("Pod was rejected: forbidden sysctl: \"kernel.shmmax\" not allowlisted");
    assertThat(node.control().messages(node.pod(bad).uid(), "SysctlForbidden"))
        .containsExactly("forbidden sysctl: \"kernel.shmmax\" not allowlisted");
    await("the other runs", () -> node.phase(good).equals("Running"));
    String user = put("user", "", ",\"hostUsers\":false");
    await(
        "user namespaces are refused",
        () -> !node.control().messages(node.pod(user).uid(), "FailedCreatePodSandBox").isEmpty());
    node.deleteAndAwait(bad, good, user);
  }

  private static String sysctl(String name, String value) {
    return ",\"securityContext\":{\"sysctls\":[{\"name\":\"%s\",\"value\":\"%s\"}]}"
        .formatted(name, value);
  }

  /** Whom the kernel kills first; without CAP_SYS_RESOURCE nobody is made safer than the agent. */
  @Test
  void oomScoresFollowTheQosClass() throws Exception {
    String best = print("best", "");
    String burst = print("burst", "\"requests\":{\"memory\":\"64Mi\"}");
    String safe = print("safe", "\"limits\":{\"memory\":\"64Mi\",\"cpu\":\"100m\"}");
    for (String key : List.of(best, burst, safe)) {
      await("it has ended", () -> node.phase(key).equals("Succeeded"));
    }
    assertThat(said(best)).isEqualTo("1000");
    assertThat(Integer.parseInt(said(burst))).isBetween(900, 999);
    long capabilities =
        Long.parseUnsignedLong(
            Files.readString(Path.of("/proc/self/status"))
                .replaceAll("(?s).*CapEff:\\s*([0-9a-f]+).*", "$1"),
            16);
    assertThat(said(safe)).isEqualTo((capabilities >> 24 & 1) == 1 ? "-997" : "0");
    node.deleteAndAwait(best, burst, safe);
  }

  private String print(String name, String resources) {
    return node.put(
        name,
        """
        "restartPolicy":"Never","containers":[{"name":"main","image":"%s",
         "imagePullPolicy":"IfNotPresent","command":["cat","/proc/self/oom_score_adj"],
         "resources":{%s}}]
        """
            .formatted(TestNode.IMAGE, resources));
  }

  private String said(String key) {
    return node.control().logs("guards-test", node.pod(key), "main", java.util.Map.of()).strip();
  }

  /** What is written is measured now and then; the kernel holds back memory alone. */
  @Test
  void whatGoesBeyondThePodsBoundsIsStopped() {
    String dir =
        run(
            "dir",
            "dd if=/dev/zero of=/v/f bs=1M count=8; sleep 1000",
            "\"volumeMounts\":[{\"name\":\"v\",\"mountPath\":\"/v\"}]",
            "\"volumes\":[{\"name\":\"v\",\"emptyDir\":{\"sizeLimit\":\"1Mi\"}}]");
    String layer =
        run(
            "layer",
            "dd if=/dev/zero of=/f bs=1M count=10; sleep 1000",
            "\"resources\":{\"limits\":{\"ephemeral-storage\":\"2Mi\"}}",
            "\"restartPolicy\":\"Always\"");
    String whole =
        run(
            "whole",
            "dd if=/dev/zero of=/dev/null bs=120M count=1; echo dd ended with $?",
            "\"tty\":false",
            "\"restartPolicy\":\"Never\",\"resources\":{\"limits\":{\"memory\":\"48Mi\"}}");
    await("the pod's memory is bounded", () -> node.phase(whole).equals("Succeeded"));
    assertThat(said(whole)).contains("dd ended with 137");
    await("it has written too much", () -> node.phase(dir).equals("Failed"));
    await("and so has the other", () -> node.phase(layer).equals("Failed"));
    assertThat(node.pod(dir).status().path("reason").asText()).isEqualTo("Evicted");
    assertThat(node.pod(dir).status().path("message").asText())
        .isEqualTo("Usage of EmptyDir volume \"v\" exceeds the limit \"1Mi\". ");
    assertThat(node.pod(layer).status().path("message").asText())
        .isEqualTo("Pod ephemeral local storage usage exceeds the total limit of containers 2Mi. ");
    await("it ends", () -> node.container(dir).at("/state/terminated").isObject());
    node.deleteAndAwait(dir, layer, whole);
  }

  private String run(String name, String command, String container, String spec) {
    return node.put(
        name,
        """
        "containers":[{"name":"main","image":"%s","imagePullPolicy":"IfNotPresent",
         "command":["sh","-c","%s"],%s}],%s
        """
            .formatted(TestNode.IMAGE, command, container, spec));
  }

  /** A Secret as people write it by hand, and one that an older control plane let through. */
  @Test
  void secretsWithLineEndsWorkAndBrokenOnesAreTold() {
    node.control().put("secrets/default/wrapped", secret("wrapped", "c2Vj\\ncmV0\\n"));
    node.control().put("secrets/default/broken", secret("broken", "c2 Vj"));
    String good = put("wrapped", env("wrapped"), "");
    String bad = put("broken", env("broken"), "");
    String file =
        put(
            "file",
            ",\"volumeMounts\":[{\"name\":\"v\",\"mountPath\":\"/v\"}]",
            ",\"volumes\":[{\"name\":\"v\",\"secret\":{\"secretName\":\"broken\"}}]");
    await("it runs", () -> node.phase(good).equals("Running"));
    await("the reason is told", () -> node.container(bad).at("/state/waiting/message").isTextual());
    assertThat(node.container(bad).at("/state/waiting/reason").asText())
        .isEqualTo("CreateContainerConfigError");
    assertThat(node.container(bad).at("/state/waiting/message").asText())
        .startsWith("key k of Secret default/broken is no base64");
    await(
        "the volume is told of",
        () ->
            node.control().messages(node.pod(file).uid(), "FailedMount").stream()
                .anyMatch(said -> said.contains("key k of Secret default/broken is no base64")));
    node.deleteAndAwait(good, bad, file);
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode secret(String name, String data) {
    return Json.parseObject(
        """
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"%s","namespace":"default",
         "uid":"%1$s"},"data":{"k":"%s"}}
        """
            .formatted(name, data));
  }

  private static String env(String secret) {
    return ",\"envFrom\":[{\"secretRef\":{\"name\":\"%s\"}}]".formatted(secret);
  }

  private List<String> unhealthy(String key) {
    return node.control().messages(node.pod(key).uid(), "Unhealthy");
  }

  private static String probe(String command, int timeout) {
    return ",\"readinessProbe\":{\"exec\":{\"command\":[%s]},\"timeoutSeconds\":%d,\"periodSeconds\":1}"
        .formatted(command, timeout);
  }

  /** A pod whose container does nothing; both have these further fields. */
  private String put(String name, String container, String spec) {
    return node.put(
        name,
        """
        "containers":[{"name":"main","image":"%s","imagePullPolicy":"IfNotPresent",
         "command":["sleep","1000"]%s}]%s
        """
            .formatted(TestNode.IMAGE, container, spec));
  }
}
