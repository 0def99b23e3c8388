package io.shiplog.agent.decide;

import io.shiplog.agent.decide.Observed.Container;
import io.shiplog.agent.decide.Observed.Sandbox;
import io.shiplog.agent.decide.Observed.State;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Pods, sandboxes and containers for tests. */
final class Fixtures {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Sandbox SANDBOX = new Sandbox("s0", 0, true, NOW.minusSeconds(60), "10.0.0.7");
  static final Sandbox DEAD_SANDBOX = new Sandbox("s0", 0, false, NOW.minusSeconds(60), "");

  private Fixtures() {}

  /** A pod whose spec is given as JSON without the outer braces. */
  static KubeObject pod(String spec) {
    return pod("", spec, "");
  }

  static KubeObject pod(String metadata, String spec, String status) {
    return new KubeObject(
        Json.parseObject(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"default",
             "uid":"u1"%s},"spec":{%s},"status":{%s}}
            """
                .formatted(metadata, spec, status)));
  }

  static String main(String policy) {
    return "\"restartPolicy\":\""
        + policy
        + "\",\"containers\":[{\"name\":\"main\",\"image\":\"i\"}]";
  }

  static Container running(String name) {
    return container(name, 0, State.RUNNING, 0, 0, Duration.ZERO);
  }

  /** A container that ended some seconds ago. */
  static Container exited(String name, int code, int attempt, long secondsAgo, Duration delay) {
    return container(name, attempt, State.EXITED, code, secondsAgo, delay);
  }

  static Container container(
      String name, int attempt, State state, int code, long secondsAgo, Duration delay) {
    Instant end = state == State.EXITED ? NOW.minusSeconds(secondsAgo) : null;
    Instant begin = state == State.CREATED ? null : NOW.minusSeconds(secondsAgo + 5);
    return new Container(
        name + "-" + attempt,
        "s0",
        name,
        attempt,
        state,
        NOW.minusSeconds(secondsAgo + 6),
        begin,
        end,
        code,
        "",
        "",
        "docker.io/library/i:latest",
        "sha256:1",
        delay);
  }

  static Observed observed(Container... containers) {
    return new Observed(List.of(SANDBOX), List.of(containers));
  }

  static PodView view(KubeObject pod, Observed observed) {
    return view(pod, observed, PodMemory.EMPTY);
  }

  static PodView view(KubeObject pod, Observed observed, PodMemory memory) {
    return new PodView(pod, true, false, observed, memory, NOW);
  }

  /** A memory in which the image for a start of the container is there. */
  static PodMemory imageFor(String container, int attempt) {
    return PodMemory.EMPTY.withImage(
        container, new PodMemory.Image("i", PodMemory.ImageState.PRESENT, attempt, null));
  }
}
