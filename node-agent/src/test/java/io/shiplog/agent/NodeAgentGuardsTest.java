package io.shiplog.agent;

import static io.shiplog.agent.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

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
    String slow = put("slow", probe("\"sh\",\"-c\",\"sleep 3; true\"", 1));
    String words = put("words", probe("\"sh\",\"-c\",\"echo out; echo err >&2; exit 3\"", 1));
    String absent = put("absent", probe("\"nosuchprogram\"", 1));
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

  private List<String> unhealthy(String key) {
    return node.control().messages(node.pod(key).uid(), "Unhealthy");
  }

  private static String probe(String command, int timeout) {
    return ",\"readinessProbe\":{\"exec\":{\"command\":[%s]},\"timeoutSeconds\":%d,\"periodSeconds\":1}"
        .formatted(command, timeout);
  }

  /** A pod whose container does nothing, and has these further fields. */
  private String put(String name, String more) {
    return node.put(
        name,
        """
        "containers":[{"name":"main","image":"%s","imagePullPolicy":"IfNotPresent",
         "command":["sleep","1000"]%s}]
        """
            .formatted(TestNode.IMAGE, more));
  }
}
