package io.shiplog.agent.decide;

import static io.shiplog.agent.decide.Fixtures.DEAD_SANDBOX;
import static io.shiplog.agent.decide.Fixtures.NOW;
import static io.shiplog.agent.decide.Fixtures.SANDBOX;
import static io.shiplog.agent.decide.Fixtures.container;
import static io.shiplog.agent.decide.Fixtures.exited;
import static io.shiplog.agent.decide.Fixtures.imageFor;
import static io.shiplog.agent.decide.Fixtures.main;
import static io.shiplog.agent.decide.Fixtures.observed;
import static io.shiplog.agent.decide.Fixtures.pod;
import static io.shiplog.agent.decide.Fixtures.running;
import static io.shiplog.agent.decide.Fixtures.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.decide.Observed.Container;
import io.shiplog.agent.decide.Observed.State;
import io.shiplog.agent.decide.PodMemory.Failure;
import io.shiplog.agent.decide.PodMemory.Image;
import io.shiplog.agent.decide.PodMemory.ImageState;
import io.shiplog.agent.decide.PodMemory.Probes;
import io.shiplog.agent.decide.PodMemory.Result;
import io.shiplog.model.KubeObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodLifecycleTest {

  private static final String DELETED =
      ",\"deletionTimestamp\":\"2026-03-01T12:00:30Z\",\"deletionGracePeriodSeconds\":7";

  /** Every desired state, every sandbox, every container state: what happens next. */
  @ParameterizedTest
  @CsvSource({
    // desired state,     sandbox, container,  next steps
    "always,     none,    none,       CreateSandbox",
    "always,     ready,   none,       EnsureImage",
    "always,     ready,   created,    RemoveContainer",
    "always,     ready,   running,    -",
    "always,     ready,   exited0,    EnsureImage",
    "always,     ready,   exited1,    EnsureImage",
    "always,     ready,   unknown,    KillContainer",
    "always,     dead,    none,       CreateSandbox",
    "always,     dead,    created,    CreateSandbox",
    "always,     dead,    running,    KillContainer",
    "always,     dead,    exited0,    CreateSandbox",
    "always,     dead,    exited1,    CreateSandbox",
    "always,     dead,    unknown,    CreateSandbox",
    "onfailure,  none,    none,       CreateSandbox",
    "onfailure,  ready,   none,       EnsureImage",
    "onfailure,  ready,   created,    RemoveContainer",
    "onfailure,  ready,   running,    -",
    "onfailure,  ready,   exited0,    StopSandbox",
    "onfailure,  ready,   exited1,    EnsureImage",
    "onfailure,  ready,   unknown,    KillContainer",
    "onfailure,  dead,    none,       CreateSandbox",
    "onfailure,  dead,    created,    CreateSandbox",
    "onfailure,  dead,    running,    KillContainer",
    "onfailure,  dead,    exited0,    -",
    "onfailure,  dead,    exited1,    CreateSandbox",
    "onfailure,  dead,    unknown,    CreateSandbox",
    "never,      none,    none,       CreateSandbox",
    "never,      ready,   none,       EnsureImage",
    "never,      ready,   created,    RemoveContainer",
    "never,      ready,   running,    -",
    "never,      ready,   exited0,    StopSandbox",
    "never,      ready,   exited1,    StopSandbox",
    "never,      ready,   unknown,    KillContainer",
    "never,      dead,    none,       CreateSandbox",
    "never,      dead,    created,    CreateSandbox",
    "never,      dead,    running,    KillContainer",
    "never,      dead,    exited0,    -",
    "never,      dead,    exited1,    -",
    "never,      dead,    unknown,    CreateSandbox",
    "deleted,    none,    none,       FinishDelete",
    "deleted,    ready,   none,       StopSandbox",
    "deleted,    ready,   created,    StopSandbox",
    "deleted,    ready,   running,    KillContainer",
    "deleted,    ready,   exited0,    StopSandbox",
    "deleted,    ready,   exited1,    StopSandbox",
    "deleted,    ready,   unknown,    StopSandbox",
    "deleted,    dead,    none,       RemoveSandbox FinishDelete",
    "deleted,    dead,    created,    RemoveSandbox FinishDelete",
    "deleted,    dead,    running,    KillContainer",
    "deleted,    dead,    exited0,    RemoveSandbox FinishDelete",
    "deleted,    dead,    exited1,    RemoveSandbox FinishDelete",
    "deleted,    dead,    unknown,    RemoveSandbox FinishDelete",
    "unwished,   none,    none,       Forget",
    "unwished,   ready,   none,       StopSandbox",
    "unwished,   ready,   created,    StopSandbox",
    "unwished,   ready,   running,    KillContainer",
    "unwished,   ready,   exited0,    StopSandbox",
    "unwished,   ready,   exited1,    StopSandbox",
    "unwished,   ready,   unknown,    StopSandbox",
    "unwished,   dead,    none,       RemoveSandbox Forget",
    "unwished,   dead,    created,    RemoveSandbox Forget",
    "unwished,   dead,    running,    KillContainer",
    "unwished,   dead,    exited0,    RemoveSandbox Forget",
    "unwished,   dead,    exited1,    RemoveSandbox Forget",
    "unwished,   dead,    unknown,    RemoveSandbox Forget",
  })
  void everyCell(String desired, String sandbox, String container, String steps) {
    PodPlan plan = PodLifecycle.plan(view(desired(desired), seen(sandbox, container)));
    assertThat(names(plan)).isEqualTo(steps.equals("-") ? "" : steps);
  }

  private static KubeObject desired(String desired) {
    return switch (desired) {
      case "always" -> pod(main("Always"));
      case "onfailure" -> pod(main("OnFailure"));
      case "never" -> pod(main("Never"));
      case "deleted" -> pod(DELETED, main("Always"), "");
      default -> null;
    };
  }

  private static Observed seen(String sandbox, String container) {
    List<Container> containers = new ArrayList<>();
    switch (container) {
      case "created" -> containers.add(container("main", 0, State.CREATED, 0, 0, Duration.ZERO));
      case "running" -> containers.add(running("main"));
      case "exited0" -> containers.add(exited("main", 0, 0, 1, Duration.ZERO));
      case "exited1" -> containers.add(exited("main", 1, 0, 1, Duration.ZERO));
      case "unknown" -> containers.add(container("main", 0, State.UNKNOWN, 0, 0, Duration.ZERO));
      default -> {
        // None.
      }
    }
    return switch (sandbox) {
      case "ready" -> new Observed(List.of(SANDBOX), containers);
      case "dead" -> new Observed(List.of(DEAD_SANDBOX), containers);
      default -> Observed.NOTHING;
    };
  }

  private static String names(PodPlan plan) {
    return String.join(
        " ", plan.actions().stream().map(action -> action.getClass().getSimpleName()).toList());
  }

  /** Restart n waits 0, 10, 20 … 300 s; ten good minutes forgive everything. */
  @ParameterizedTest
  @CsvSource({
    "0,   1,   start, 10",
    "10,  9,   wait,  0",
    "10,  10,  start, 20",
    "160, 159, wait,  0",
    "160, 160, start, 300",
    "300, 299, wait,  0",
    "300, 300, start, 300",
  })
  void restartsBackOff(long delay, long endedSecondsAgo, String what, long next) {
    Container ended = exited("main", 1, 4, endedSecondsAgo, Duration.ofSeconds(delay));
    PodPlan plan =
        PodLifecycle.plan(view(pod(main("Always")), observed(ended), imageFor("main", 5)));
    if (what.equals("wait")) {
      assertThat(plan.actions()).isEmpty();
      assertThat(plan.wake()).isEqualTo(NOW.plusSeconds(delay - endedSecondsAgo));
    } else {
      assertThat(plan.actions())
          .containsExactly(new PodAction.StartContainer("main", 5, "s0", Duration.ofSeconds(next)));
    }
  }

  @Test
  void tenGoodMinutesForgive() {
    Container ended =
        new Container(
            "c",
            "s0",
            "main",
            4,
            State.EXITED,
            NOW.minusSeconds(700),
            NOW.minusSeconds(602),
            NOW.minusSeconds(1),
            1,
            "",
            "",
            "docker.io/library/i:latest",
            "r",
            Duration.ofSeconds(300));
    PodPlan plan =
        PodLifecycle.plan(view(pod(main("Always")), observed(ended), imageFor("main", 5)));
    assertThat(plan.actions())
        .containsExactly(new PodAction.StartContainer("main", 5, "s0", Duration.ofSeconds(10)));
  }

  @Test
  void nothingIsStoppedBeforeTheInboxIsRead() {
    PodView view = new PodView(null, false, false, observed(running("main")), PodMemory.EMPTY, NOW);
    assertThat(PodLifecycle.plan(view)).isEqualTo(PodPlan.IDLE);
  }

  @Test
  void podLeavesItsServicesBeforeItStops() {
    KubeObject pod = pod(DELETED, main("Always"), "");
    PodMemory justNow = PodMemory.EMPTY.withTerminatingSince(NOW);
    PodPlan first =
        PodLifecycle.plan(new PodView(pod, true, true, observed(running("main")), justNow, NOW));
    assertThat(first).isEqualTo(new PodPlan(List.of(), NOW.plusSeconds(2)));
    PodPlan left =
        PodLifecycle.plan(new PodView(pod, true, false, observed(running("main")), justNow, NOW));
    assertThat(left.actions())
        .containsExactly(new PodAction.KillContainer("main-0", "main", 7, ""));
    PodPlan tooLong =
        PodLifecycle.plan(
            new PodView(pod, true, true, observed(running("main")), justNow, NOW.plusSeconds(2)));
    assertThat(tooLong.actions()).hasSize(1);
  }

  /** Seconds left of what it was given, and what the delete grants now. */
  @ParameterizedTest
  @CsvSource({"6, 7, false", "7, 7, false", "3600, 7, true", "9, 7, true"})
  void containerThatIsBeingStoppedIsLeftAloneUnlessItGetsLessTime(
      long left, long granted, boolean again) {
    PodMemory stopping = PodMemory.EMPTY.withKilling("main-0", NOW.plusSeconds(left));
    PodPlan plan =
        PodLifecycle.plan(
            view(pod(DELETED, main("Always"), ""), observed(running("main")), stopping));
    PodAction kill = new PodAction.KillContainer("main-0", "main", granted, "");
    assertThat(plan).isEqualTo(again ? PodPlan.of(kill) : PodPlan.IDLE);
  }

  @Test
  void containerOfAPodThatWasForcedAwayGetsNoMoreThanTheUsualTime() {
    PodMemory stopping = PodMemory.EMPTY.withKilling("main-0", NOW.plusSeconds(3600));
    assertThat(PodLifecycle.plan(view(null, observed(running("main")), stopping)).actions())
        .containsExactly(new PodAction.KillContainer("main-0", "main", 30, ""));
  }

  private static final String WITH_INIT =
      "\"restartPolicy\":\"Always\",\"initContainers\":[{\"name\":\"a\"},{\"name\":\"b\"}],"
          + "\"containers\":[{\"name\":\"main\"}]";

  @Test
  void initContainersRunOneAfterTheOther() {
    KubeObject pod = pod(WITH_INIT);
    assertThat(PodLifecycle.plan(view(pod, observed())).actions())
        .containsExactly(new PodAction.EnsureImage("a", 0));
    assertThat(PodLifecycle.plan(view(pod, observed(running("a")))).actions()).isEmpty();
    Container a = exited("a", 0, 0, 3, Duration.ZERO);
    assertThat(PodLifecycle.plan(view(pod, observed(a))).actions())
        .containsExactly(new PodAction.EnsureImage("b", 0));
    Container failed = exited("b", 1, 0, 3, Duration.ZERO);
    assertThat(PodLifecycle.plan(view(pod, observed(a, failed))).actions())
        .containsExactly(new PodAction.EnsureImage("b", 1));
    Container b = exited("b", 0, 1, 3, Duration.ZERO);
    assertThat(PodLifecycle.plan(view(pod, observed(a, b))).actions())
        .containsExactly(new PodAction.EnsureImage("main", 0));
  }

  @Test
  void failedInitContainerOfNeverEndsThePod() {
    KubeObject pod = pod(WITH_INIT.replace("Always", "Never"));
    Container failed = exited("a", 1, 0, 3, Duration.ZERO);
    PodPlan plan = PodLifecycle.plan(view(pod, observed(failed)));
    assertThat(plan.actions()).containsExactly(new PodAction.StopSandbox("s0"));
  }

  @Test
  void sidecarStartsBeforeAndRunsBeside() {
    KubeObject pod = pod(sidecarSpec("Never"));
    assertThat(PodLifecycle.plan(view(pod, observed())).actions())
        .containsExactly(new PodAction.EnsureImage("side", 0));
    assertThat(PodLifecycle.plan(view(pod, observed(running("side")))).actions())
        .containsExactly(new PodAction.EnsureImage("main", 0));
    Container crashed = exited("side", 1, 0, 3, Duration.ZERO);
    assertThat(PodLifecycle.plan(view(pod, observed(running("main"), crashed))).actions())
        .containsExactly(new PodAction.EnsureImage("side", 1));
    Container mainCrashed = exited("main", 1, 0, 3, Duration.ZERO);
    KubeObject restarting = pod(sidecarSpec("OnFailure"));
    assertThat(PodLifecycle.plan(view(restarting, observed(mainCrashed, crashed))).actions())
        .containsExactly(
            new PodAction.EnsureImage("side", 1), new PodAction.EnsureImage("main", 1));
  }

  /** What runs, and how many of its 7 s (and 2 s in its Services) the pod has used: what ends. */
  @ParameterizedTest
  @CsvSource({
    "a b main, 0, main 7",
    "a b main, 9, main 7",
    "a b,      0, b 7",
    "a b,      4, b 5",
    "a,        6, a 3",
    "a,        9, a 2",
  })
  void sidecarsStopAfterTheContainersAndTheLastOneFirst(String running, long used, String stopped) {
    KubeObject pod =
        pod(
            DELETED,
            """
            "initContainers":[{"name":"a","restartPolicy":"Always"},
              {"name":"b","restartPolicy":"Always"}],"containers":[{"name":"main"}]\
            """,
            "");
    Container[] seen =
        Stream.of(running.split(" ")).map(Fixtures::running).toArray(Container[]::new);
    PodMemory memory = PodMemory.EMPTY.withTerminatingSince(NOW.minusSeconds(used));
    assertThat(PodLifecycle.plan(view(pod, observed(seen), memory)).actions())
        .extracting(action -> (PodAction.KillContainer) action)
        .extracting(kill -> kill.container() + " " + kill.graceSeconds())
        .containsExactly(stopped);
    String[] kill = stopped.split(" ");
    PodMemory stopping =
        memory.withKilling(kill[0] + "-0", NOW.plusSeconds(Long.parseLong(kill[1])));
    PodView later = new PodView(pod, true, false, observed(seen), stopping, NOW.plusMillis(900));
    assertThat(PodLifecycle.plan(later)).isEqualTo(PodPlan.IDLE);
  }

  private static String sidecarSpec(String policy) {
    return "\"restartPolicy\":\""
        + policy
        + "\",\"initContainers\":[{\"name\":\"side\",\"restartPolicy\":\"Always\"}],"
        + "\"containers\":[{\"name\":\"main\"}]";
  }

  @ParameterizedTest
  @CsvSource({
    "livenessProbe,  UNKNOWN, UNKNOWN, '', ",
    "livenessProbe,  UNKNOWN, FAILURE, '', 3",
    "livenessProbe,  UNKNOWN, FAILURE, 9,  9",
    "livenessProbe,  UNKNOWN, SUCCESS, '', ",
    "startupProbe,   FAILURE, UNKNOWN, '', 3",
    "startupProbe,   FAILURE, UNKNOWN, 1,  1",
    "startupProbe,   SUCCESS, UNKNOWN, '', ",
    "readinessProbe, FAILURE, FAILURE, '', ",
  })
  void failedProbesStopContainers(
      String probe, Result startup, Result liveness, String own, Long killedWithin) {
    String grace = own.isEmpty() ? "" : "\"terminationGracePeriodSeconds\":" + own;
    KubeObject pod =
        pod(
            "\"containers\":[{\"name\":\"main\",\"%s\":{%s}}],\"terminationGracePeriodSeconds\":3"
                .formatted(probe, grace));
    PodMemory memory =
        PodMemory.EMPTY.withProbes(
            Map.of("main-0", new Probes(startup, Result.FAILURE, liveness, "")));
    List<PodAction> actions =
        PodLifecycle.plan(view(pod, observed(running("main")), memory)).actions();
    assertThat(actions)
        .extracting(action -> ((PodAction.KillContainer) action).graceSeconds())
        .isEqualTo(killedWithin == null ? List.of() : List.of(killedWithin));
  }

  @Test
  void failedPullIsTriedAgainWhenItsTimeHasCome() {
    Failure failure = new Failure("ErrImagePull", "no", NOW, Duration.ofSeconds(10));
    PodMemory memory =
        PodMemory.EMPTY.withImage("main", new Image("i", ImageState.FAILED, 0, failure));
    KubeObject pod = pod(main("Always"));
    assertThat(PodLifecycle.plan(view(pod, observed(), memory)))
        .isEqualTo(new PodPlan(List.of(), NOW.plusSeconds(10)));
    PodView later = new PodView(pod, true, false, observed(), memory, NOW.plusSeconds(10));
    PodView forgiven = view(pod, observed(), memory.withoutMissingImages());
    assertThat(PodLifecycle.plan(later).actions())
        .isEqualTo(PodLifecycle.plan(forgiven).actions())
        .containsExactly(new PodAction.EnsureImage("main", 0));
  }

  /** Seconds granted, how long ago the pod began, its phase: what happens, and what is said. */
  @ParameterizedTest
  @CsvSource({
    "30, 29, Running,   '',            1, Running,   ''",
    "30, 30, Running,   KillContainer, ,  Failed,    DeadlineExceeded",
    "30, 30, Pending,   KillContainer, ,  Failed,    DeadlineExceeded",
    "30, 99, Succeeded, KillContainer, ,  Succeeded, ''",
    "'', 99, Running,   '',            ,  Running,   ''",
  })
  void aPodThatIsActiveForTooLongHasFailed(
      String granted,
      long secondsAgo,
      String before,
      String steps,
      Integer wakeAfter,
      String phase,
      String reason) {
    String limit = granted.isEmpty() ? "" : ",\"activeDeadlineSeconds\":" + granted;
    String status = "\"phase\":\"%s\",\"startTime\":\"%s\"";
    String since = NOW.minusSeconds(secondsAgo).toString();
    KubeObject pod = pod("", main("Always") + limit, status.formatted(before, since));
    PodView view = view(pod, observed(running("main")));
    PodPlan plan = PodLifecycle.plan(view);
    assertThat(names(plan)).isEqualTo(steps);
    assertThat(plan.wake()).isEqualTo(wakeAfter == null ? null : NOW.plusSeconds(wakeAfter));
    ObjectNode said = PodStatuses.of(view, "");
    assertThat(said.path("phase").asText()).isEqualTo(phase);
    assertThat(said.path("reason").asText()).isEqualTo(reason);
    ObjectNode object = pod.copy();
    object.set("status", said);
    assertThat(PodStatuses.of(view(new KubeObject(object), view.observed()), "")).isEqualTo(said);
  }

  /** An image may be changed in a pod that is there; no policy and no back-off is in the way. */
  @ParameterizedTest
  @CsvSource({"Always", "OnFailure", "Never"})
  void anotherImageReplacesTheContainer(String policy) {
    KubeObject pod = pod(main(policy).replace("\"i\"", "\"other\""));
    assertThat(PodLifecycle.plan(view(pod, observed(running("main")))).actions())
        .singleElement()
        .isInstanceOf(PodAction.KillContainer.class);
    Container ended = exited("main", 0, 4, 1, Duration.ofMinutes(5));
    assertThat(PodLifecycle.plan(view(pod, observed(ended))).actions())
        .containsExactly(new PodAction.EnsureImage("main", 5));
    assertThat(PodStatuses.of(view(pod, observed(ended)), "").path("phase").asText())
        .isEqualTo("Running");
  }

  @Test
  void anotherImageIsTriedAtOnceWhereTheOldOneBacksOff() {
    Failure failure = new Failure("ErrImagePull", "no", NOW, Duration.ofMinutes(5));
    Image other = new Image("another", ImageState.FAILED, 0, failure);
    PodMemory memory = PodMemory.EMPTY.withImage("main", other);
    assertThat(PodLifecycle.plan(view(pod(main("Always")), observed(), memory)).actions())
        .containsExactly(new PodAction.EnsureImage("main", 0));
  }

  @Test
  void anotherImageIsTriedAtOnceWhereTheOldOneCouldNotStart() {
    Failure failure = new Failure("RunContainerError", "no", NOW, Duration.ofMinutes(5));
    PodMemory memory = imageFor("main", 0).withFailure("main", failure);
    assertThat(PodLifecycle.plan(view(pod(main("Always")), observed(), memory)))
        .isEqualTo(new PodPlan(List.of(), NOW.plus(Duration.ofMinutes(5))));
    KubeObject corrected = pod(main("Always").replace("\"i\"", "\"other\""));
    assertThat(PodLifecycle.plan(view(corrected, observed(), memory)).actions())
        .containsExactly(new PodAction.EnsureImage("main", 0));
    Image other = new Image("other", ImageState.PRESENT, 0, null);
    PodMemory there = memory.withImage("main", other);
    assertThat(PodLifecycle.plan(view(corrected, observed(), there)).actions())
        .containsExactly(new PodAction.StartContainer("main", 0, "s0", Duration.ZERO));
  }

  @Test
  void onlyTheNewestTwoContainersAreKept() {
    PodPlan plan =
        PodLifecycle.plan(
            view(
                pod(main("Always")),
                observed(
                    container("main", 3, State.RUNNING, 0, 0, Duration.ZERO),
                    exited("main", 1, 2, 9, Duration.ZERO),
                    exited("main", 1, 1, 19, Duration.ZERO),
                    exited("main", 1, 0, 29, Duration.ZERO))));
    assertThat(plan.actions())
        .containsExactly(
            new PodAction.RemoveContainer("main-1"), new PodAction.RemoveContainer("main-0"));
  }
}
