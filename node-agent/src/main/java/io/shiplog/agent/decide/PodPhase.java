package io.shiplog.agent.decide;

import io.shiplog.agent.decide.ContainerSpec.Kind;
import io.shiplog.agent.decide.Observed.Container;
import io.shiplog.agent.decide.PodMemory.Result;
import io.shiplog.model.pod.PodState;
import java.util.List;
import java.util.Optional;

/** How far a pod is (Kubernetes documentation, pod lifecycle, "Pod phase"). */
final class PodPhase {

  private PodPhase() {}

  /** The phase: Pending, Running, Succeeded or Failed. A pod that has ended stays so. */
  static String of(PodView view) {
    String before = view.pod().status().path("phase").asText("");
    if (PodState.finished(before)) {
      return before;
    }
    if (view.memory().ending() != null || PodDeadline.passed(view) || initFailed(view)) {
      return "Failed";
    }
    List<ContainerSpec> mains = ContainerSpec.of(view.pod(), Kind.MAIN);
    List<Container> latest =
        mains.stream().flatMap(spec -> view.observed().latest(spec.name()).stream()).toList();
    boolean allDone =
        latest.size() == mains.size() && mains.stream().allMatch(spec -> done(view, spec));
    if (allDone) {
      boolean well = latest.stream().allMatch(container -> container.exitCode() == 0);
      return well ? "Succeeded" : "Failed";
    }
    boolean begun = latest.stream().anyMatch(c -> c.running() || c.exited());
    boolean seen = latest.size() == mains.size() || before.equals("Running");
    return begun && seen ? "Running" : "Pending";
  }

  /** Whether the pod has ended for good. */
  static boolean finished(PodView view) {
    return PodState.finished(of(view));
  }

  /**
   * Whether the containers may run: every init container has ended well and every sidecar has
   * started. Once a container has been started in the sandbox this stays true.
   */
  static boolean initialized(PodView view) {
    String sandbox = view.observed().readySandbox().map(Observed.Sandbox::id).orElse("");
    boolean begun =
        ContainerSpec.of(view.pod(), Kind.MAIN).stream()
            .anyMatch(spec -> view.observed().latestIn(sandbox, spec.name()).isPresent());
    return begun
        || ContainerSpec.all(view.pod()).stream()
            .filter(spec -> !spec.main())
            .allMatch(spec -> passed(view, spec));
  }

  /** Whether what comes after this container may start. */
  static boolean passed(PodView view, ContainerSpec spec) {
    String sandbox = view.observed().sandboxes().stream().findFirst().map(s -> s.id()).orElse("");
    Optional<Container> latest = view.observed().latestIn(sandbox, spec.name());
    return switch (spec.kind()) {
      case INIT -> latest.filter(c -> c.exited() && c.exitCode() == 0).isPresent();
      case SIDECAR -> latest.filter(c -> started(view, spec, c)).isPresent();
      case MAIN -> true;
    };
  }

  /** Whether a container runs and its startup probe, if it has one, has succeeded. */
  static boolean started(PodView view, ContainerSpec spec, Container container) {
    boolean probed = spec.probed("startupProbe");
    return container.running()
        && (!probed || view.memory().probesOf(container.id()).startup() == Result.SUCCESS);
  }

  private static boolean initFailed(PodView view) {
    String policy = ContainerSpec.restartPolicy(view.pod());
    return ContainerSpec.of(view.pod(), Kind.INIT).stream()
        .anyMatch(
            spec ->
                view.observed()
                    .latest(spec.name())
                    .filter(c -> c.exited() && c.exitCode() != 0)
                    .filter(c -> !spec.restarts(policy, c))
                    .isPresent());
  }

  private static boolean done(PodView view, ContainerSpec spec) {
    String policy = ContainerSpec.restartPolicy(view.pod());
    return view.observed()
        .latest(spec.name())
        .filter(c -> c.exited() && (view.pod().terminating() || !spec.restarts(policy, c)))
        .isPresent();
  }
}
