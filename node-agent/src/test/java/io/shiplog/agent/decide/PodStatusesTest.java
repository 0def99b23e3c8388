package io.shiplog.agent.decide;

import static io.shiplog.agent.decide.Fixtures.NOW;
import static io.shiplog.agent.decide.Fixtures.exited;
import static io.shiplog.agent.decide.Fixtures.imageFor;
import static io.shiplog.agent.decide.Fixtures.main;
import static io.shiplog.agent.decide.Fixtures.observed;
import static io.shiplog.agent.decide.Fixtures.pod;
import static io.shiplog.agent.decide.Fixtures.running;
import static io.shiplog.agent.decide.Fixtures.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.decide.PodMemory.Failure;
import io.shiplog.agent.decide.PodMemory.Image;
import io.shiplog.agent.decide.PodMemory.ImageState;
import io.shiplog.agent.decide.PodMemory.Probes;
import io.shiplog.agent.decide.PodMemory.Result;
import io.shiplog.agent.decide.admission.Arrivals;
import io.shiplog.agent.decide.admission.Rejection;
import io.shiplog.model.KubeObject;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodStatusesTest {

  private static final String HOST = "192.0.2.9";

  /** Container ends and policies: the phase, and whether the pod is ready. */
  @ParameterizedTest
  @CsvSource({
    "Always,    none,    Pending,   False",
    "Always,    running, Running,   True",
    "Always,    exited0, Running,   False",
    "Always,    exited1, Running,   False",
    "OnFailure, exited0, Succeeded, False",
    "OnFailure, exited1, Running,   False",
    "Never,     running, Running,   True",
    "Never,     exited0, Succeeded, False",
    "Never,     exited1, Failed,    False",
  })
  void phase(String policy, String container, String phase, String ready) {
    Observed observed =
        switch (container) {
          case "running" -> observed(running("main"));
          case "exited0" -> observed(exited("main", 0, 0, 1, Duration.ZERO));
          case "exited1" -> observed(exited("main", 1, 0, 1, Duration.ZERO));
          default -> observed();
        };
    ObjectNode status = PodStatuses.of(view(pod(main(policy)), observed), HOST);
    assertThat(status.path("phase").asText()).isEqualTo(phase);
    assertThat(condition(status, "Ready").path("status").asText()).isEqualTo(ready);
    assertThat(status.path("podIP").asText()).isEqualTo("10.0.0.7");
    assertThat(status.path("hostIP").asText()).isEqualTo(HOST);
  }

  @Test
  void theStatusNamesTheGenerationThatItIsAbout() {
    KubeObject pod = pod(",\"generation\":3", main("Always"), "");
    ObjectNode status = PodStatuses.of(view(pod, observed(running("main"))), HOST);
    assertThat(status.path("observedGeneration").asLong()).isEqualTo(3);
    assertThat(status.path("conditions"))
        .allMatch(condition -> condition.path("observedGeneration").asLong() == 3);
  }

  @Test
  void sayingItAgainChangesNothing() {
    KubeObject pod =
        pod(
            "",
            main("Always"),
            "\"qosClass\":\"BestEffort\",\"conditions\":["
                + "{\"type\":\"PodScheduled\",\"status\":\"True\"}]");
    ObjectNode first = PodStatuses.of(view(pod, observed(running("main"))), HOST);
    assertThat(first.path("qosClass").asText()).isEqualTo("BestEffort");
    assertThat(condition(first, "PodScheduled").path("status").asText()).isEqualTo("True");
    ObjectNode object = pod.copy();
    object.set("status", first);
    PodView later =
        new PodView(
            new KubeObject(object),
            true,
            false,
            observed(running("main")),
            PodMemory.EMPTY,
            NOW.plusSeconds(100));
    assertThat(PodStatuses.of(later, HOST)).isEqualTo(first);
  }

  @Test
  void crashLoopIsTold() {
    var ended = exited("main", 3, 2, 4, Duration.ofSeconds(80));
    JsonNode status = container(PodStatuses.of(view(pod(main("Always")), observed(ended)), HOST));
    assertThat(status.at("/state/waiting/reason").asText()).isEqualTo("CrashLoopBackOff");
    assertThat(status.at("/state/waiting/message").asText())
        .isEqualTo("back-off 1m20s restarting failed container=main pod=web_default(u1)");
    assertThat(status.at("/lastState/terminated/exitCode").asInt()).isEqualTo(3);
    assertThat(status.at("/lastState/terminated/reason").asText()).isEqualTo("Error");
    assertThat(status.path("restartCount").asInt()).isEqualTo(2);
    assertThat(status.path("ready").asBoolean()).isFalse();
  }

  @Test
  void failedPullIsTold() {
    Failure failure =
        new Failure("ImagePullBackOff", "Back-off pulling", NOW, Duration.ofSeconds(10));
    PodMemory memory =
        PodMemory.EMPTY.withImage("main", new Image("i", ImageState.FAILED, 0, failure));
    JsonNode status =
        container(PodStatuses.of(view(pod(main("Always")), observed(), memory), HOST));
    assertThat(status.at("/state/waiting/reason").asText()).isEqualTo("ImagePullBackOff");
    assertThat(status.path("image").asText()).isEqualTo("i");
    assertThat(status.has("containerID")).isFalse();
  }

  @Test
  void waitingWithoutAReasonIsCreating() {
    JsonNode status =
        container(PodStatuses.of(view(pod(main("Always")), observed(), imageFor("main", 0)), HOST));
    assertThat(status.at("/state/waiting/reason").asText()).isEqualTo("ContainerCreating");
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN, UNKNOWN, false, false",
    "UNKNOWN, SUCCESS, false, false",
    "SUCCESS, UNKNOWN, true,  false",
    "SUCCESS, FAILURE, true,  false",
    "SUCCESS, SUCCESS, true,  true",
  })
  void probesDecideReadiness(Result startup, Result readiness, boolean started, boolean ready) {
    KubeObject pod =
        pod("\"containers\":[{\"name\":\"main\",\"startupProbe\":{},\"readinessProbe\":{}}]");
    PodMemory memory =
        PodMemory.EMPTY.withProbes(
            Map.of("main-0", new Probes(startup, readiness, Result.UNKNOWN, "")));
    ObjectNode status = PodStatuses.of(view(pod, observed(running("main")), memory), HOST);
    assertThat(container(status).path("started").asBoolean()).isEqualTo(started);
    assertThat(container(status).path("ready").asBoolean()).isEqualTo(ready);
    assertThat(condition(status, "ContainersReady").path("message").asText())
        .isEqualTo(ready ? "" : "containers with unready status: [main]");
  }

  @Test
  void whatTheAgentThrowsIsWhatThePodWaitsFor() {
    Failure trouble = Failures.next(null, "FailedSync", "no such thing", NOW);
    PodMemory memory = PodMemory.EMPTY.withTrouble(trouble);
    JsonNode status =
        container(PodStatuses.of(view(pod(main("Always")), observed(), memory), HOST));
    assertThat(status.at("/state/waiting/reason").asText()).isEqualTo("FailedSync");
    assertThat(status.at("/state/waiting/message").asText()).isEqualTo("no such thing");
    assertThat(Failures.words(new IllegalStateException(null, new RuntimeException("why"))))
        .isEqualTo("why");
    assertThat(Failures.words(new NullPointerException())).isEqualTo("NullPointerException");
  }

  @Test
  void podThatTheNodeDoesNotTakeHasFailedAndStaysSo() {
    PodMemory memory =
        PodMemory.EMPTY.withEnding(
            Arrivals.ending(new Rejection("SysctlForbidden", "forbidden sysctl: \"x\"")));
    String said =
        "\"phase\":\"Pending\",\"containerStatuses\":[{\"name\":\"main\"}],"
            + "\"conditions\":[{\"type\":\"PodScheduled\",\"status\":\"True\"},"
            + "{\"type\":\"Ready\",\"status\":\"False\"}]";
    KubeObject pod = pod("", main("Always"), said);
    PodView view = view(pod, Observed.NOTHING, memory);
    assertThat(Arrivals.undecided(view(pod, Observed.NOTHING))).isTrue();
    assertThat(Arrivals.undecided(view)).isFalse();
    assertThat(PodLifecycle.plan(view)).isEqualTo(PodPlan.IDLE);
    ObjectNode status = PodStatuses.of(view, HOST);
    assertThat(status.path("phase").asText()).isEqualTo("Failed");
    assertThat(status.path("reason").asText()).isEqualTo("SysctlForbidden");
    assertThat(status.path("message").asText())
        .isEqualTo("Pod was rejected: forbidden sysctl: \"x\"");
    assertThat(status.has("containerStatuses")).isFalse();
    assertThat(status.path("conditions")).hasSize(1);
    ObjectNode object = pod.copy();
    object.set("status", status);
    PodView afterRestart = view(new KubeObject(object), Observed.NOTHING);
    assertThat(PodStatuses.of(afterRestart, HOST)).isEqualTo(status);
    assertThat(PodLifecycle.plan(afterRestart)).isEqualTo(PodPlan.IDLE);
    assertThat(Arrivals.undecided(afterRestart)).isFalse();
  }

  @Test
  void evictedPodHasFailedAndItsContainersStopSoon() {
    PodMemory memory =
        PodMemory.EMPTY.withEnding(new PodMemory.Ending("Evicted", "too much", OptionalLong.of(1)));
    PodView view = view(pod(main("Always")), observed(running("main")), memory);
    ObjectNode status = PodStatuses.of(view, HOST);
    assertThat(status.path("phase").asText()).isEqualTo("Failed");
    assertThat(status.path("reason").asText()).isEqualTo("Evicted");
    assertThat(status.path("message").asText()).isEqualTo("too much");
    assertThat(status.path("containerStatuses")).hasSize(1);
    assertThat(PodLifecycle.plan(view).actions())
        .containsExactly(new PodAction.KillContainer("main-0", "main", 1, ""));
    ObjectNode object = pod(main("Always")).copy();
    object.set("status", status);
    PodView afterRestart = view(new KubeObject(object), observed(running("main")));
    assertThat(PodStatuses.of(afterRestart, HOST).path("reason").asText()).isEqualTo("Evicted");
    assertThat(PodLifecycle.plan(afterRestart).actions()).hasSize(1);
  }

  /** A pod's containers share 12 KiB for their last words, evenly. */
  @Test
  void longLastWordsAreCut() {
    KubeObject pod =
        pod(
            "\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"main\"},"
                + "{\"name\":\"b\"},{\"name\":\"c\"},{\"name\":\"d\"}]");
    var told =
        new Observed.Container(
            "id",
            "s0",
            "main",
            0,
            Observed.State.EXITED,
            NOW,
            NOW,
            NOW,
            1,
            "",
            "x".repeat(4096),
            "i",
            "",
            Duration.ZERO);
    JsonNode status = container(PodStatuses.of(view(pod, observed(told)), HOST));
    assertThat(status.at("/state/terminated/message").asText()).hasSize(3072);
  }

  @Test
  void closedReadinessGateHoldsThePodBack() {
    KubeObject pod =
        pod(main("Always") + ",\"readinessGates\":[{\"conditionType\":\"example.com/ok\"}]");
    ObjectNode status = PodStatuses.of(view(pod, observed(running("main"))), HOST);
    assertThat(condition(status, "ContainersReady").path("status").asText()).isEqualTo("True");
    assertThat(condition(status, "Ready").path("status").asText()).isEqualTo("False");
    assertThat(condition(status, "Ready").path("reason").asText())
        .isEqualTo("ReadinessGatesNotReady");
  }

  @Test
  void initContainersAreTold() {
    KubeObject pod =
        pod("\"initContainers\":[{\"name\":\"a\"}],\"containers\":[{\"name\":\"main\"}]");
    ObjectNode status = PodStatuses.of(view(pod, observed(running("a"))), HOST);
    assertThat(condition(status, "Initialized").path("message").asText())
        .isEqualTo("containers with incomplete status: [a]");
    assertThat(container(status).at("/state/waiting/reason").asText()).isEqualTo("PodInitializing");
    assertThat(status.path("phase").asText()).isEqualTo("Pending");
  }

  private static JsonNode container(ObjectNode status) {
    return status.path("containerStatuses").path(0);
  }

  private static JsonNode condition(ObjectNode status, String type) {
    ObjectNode pod = io.shiplog.model.Json.object();
    pod.set("status", status);
    return new KubeObject(pod).condition(type);
  }
}
