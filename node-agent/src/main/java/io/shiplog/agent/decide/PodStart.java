package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.Observed.Container;
import io.shiplog.agent.decide.Observed.Sandbox;
import io.shiplog.agent.decide.PodAction.EnsureImage;
import io.shiplog.agent.decide.PodAction.KillContainer;
import io.shiplog.agent.decide.PodAction.RemoveContainer;
import io.shiplog.agent.decide.PodAction.RemoveSandbox;
import io.shiplog.agent.decide.PodAction.StartContainer;
import io.shiplog.agent.decide.PodMemory.Failure;
import io.shiplog.agent.decide.PodMemory.Image;
import io.shiplog.agent.decide.PodMemory.ImageState;
import io.shiplog.agent.decide.PodMemory.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps inside a running sandbox: init containers one after the other, sidecars as they are
 * reached, then the containers; those that ended start again by policy and back-off, those that
 * fail their probes are stopped.
 */
final class PodStart {

  private final PodView view;
  private final Sandbox sandbox;
  private final String policy;
  private final List<PodAction> actions = new ArrayList<>();
  private Instant wake;

  private PodStart(PodView view, Sandbox sandbox) {
    this.view = view;
    this.sandbox = sandbox;
    this.policy = ContainerSpec.restartPolicy(view.pod());
  }

  static PodPlan plan(PodView view, Sandbox sandbox) {
    PodStart start = new PodStart(view, sandbox);
    start.containers();
    start.tidy();
    return new PodPlan(start.actions, start.wake);
  }

  private void containers() {
    boolean initialized = PodPhase.initialized(view);
    boolean reached = true;
    for (ContainerSpec spec : ContainerSpec.all(view.pod())) {
      if (spec.main() && !initialized) {
        return;
      }
      if (spec.kind() == ContainerSpec.Kind.INIT && initialized) {
        continue;
      }
      if (!reached && !initialized) {
        return;
      }
      keep(spec);
      reached = PodPhase.passed(view, spec);
    }
  }

  /** Brings one container nearer to running. */
  private void keep(ContainerSpec spec) {
    Optional<Container> latest = view.observed().latest(spec.name());
    if (latest.isEmpty()) {
      start(spec, firstAttempt(spec), Duration.ZERO);
      return;
    }
    Container container = latest.get();
    boolean elsewhere = !container.sandboxId().equals(sandbox.id());
    switch (container.state()) {
      case RUNNING -> watch(spec, container, elsewhere);
      case EXITED -> restart(spec, container, elsewhere);
      case CREATED -> actions.add(new RemoveContainer(container.id()));
      case UNKNOWN -> kill(container, "Container is in an unknown state");
    }
  }

  private void watch(ContainerSpec spec, Container container, boolean elsewhere) {
    PodMemory.Probes probes = view.memory().probesOf(container.id());
    if (elsewhere) {
      kill(container, "The pod's sandbox is gone");
    } else if (spec.changed(container)) {
      kill(container, "Container " + spec.name() + " definition changed, will be restarted");
    } else if (spec.probed("startupProbe") && probes.startup() == Result.FAILURE) {
      kill(spec, container, "startup");
    } else if (spec.probed("livenessProbe") && probes.liveness() == Result.FAILURE) {
      kill(spec, container, "liveness");
    }
  }

  private void restart(ContainerSpec spec, Container ended, boolean elsewhere) {
    if (elsewhere && !spec.main()) {
      start(spec, ended.attempt() + 1, Duration.ZERO);
      return;
    }
    if (!spec.restarts(policy, ended)) {
      return;
    }
    if (spec.changed(ended)) {
      // What the old image did is not held against the new one.
      start(spec, ended.attempt() + 1, Duration.ZERO);
      return;
    }
    Instant at = RestartDelays.restartAt(ended);
    if (!elsewhere && view.now().isBefore(at)) {
      wakeAt(at);
      return;
    }
    start(spec, ended.attempt() + 1, RestartDelays.after(RestartDelays.of(ended)));
  }

  private void start(ContainerSpec spec, int attempt, Duration restartDelay) {
    Image image = view.memory().images().get(spec.name());
    boolean other = image != null && !image.name().equals(spec.image());
    Failure failure = view.memory().failures().get(spec.name());
    if (failure != null && failure.holds(view.now()) && !other) {
      wakeAt(failure.until());
      return;
    }
    if (image == null || !image.isFor(spec.image(), attempt)) {
      actions.add(new EnsureImage(spec.name(), attempt));
    } else if (image.state() == ImageState.PRESENT) {
      actions.add(new StartContainer(spec.name(), attempt, sandbox.id(), restartDelay));
    } else if (image.state() == ImageState.FAILED) {
      if (image.failure().holds(view.now())) {
        wakeAt(image.failure().until());
      } else {
        actions.add(new EnsureImage(spec.name(), attempt));
      }
    }
  }

  /** After the agent lost sight of earlier containers, their count goes on where it was. */
  private int firstAttempt(ContainerSpec spec) {
    var before = ContainerStatuses.reported(view.pod(), spec);
    boolean ran = before.path("containerID").asText("").length() > 0;
    return before.path("restartCount").asInt(0) + (ran ? 1 : 0);
  }

  /** A probe may grant a time of its own to the container that it fails (core/v1 Probe). */
  private void kill(ContainerSpec spec, Container container, String probe) {
    JsonNode own = spec.json().path(probe + "Probe").path("terminationGracePeriodSeconds");
    long grace = own.asLong(PodLifecycle.graceSeconds(view.pod()));
    String message = "Container %s failed %s probe, will be restarted";
    kill(container, grace, message.formatted(spec.name(), probe));
  }

  private void kill(Container container, String message) {
    kill(container, PodLifecycle.graceSeconds(view.pod()), message);
  }

  private void kill(Container container, long grace, String message) {
    if (!view.memory().ends(container.id(), view.now().plusSeconds(grace))) {
      actions.add(new KillContainer(container.id(), container.name(), grace, message));
    }
  }

  /** Keeps the newest container of a name and the one before it; older ones and sandboxes go. */
  private void tidy() {
    for (ContainerSpec spec : ContainerSpec.all(view.pod())) {
      view.observed().containers().stream()
          .filter(container -> container.name().equals(spec.name()))
          .skip(2)
          .filter(Container::exited)
          .forEach(container -> actions.add(new RemoveContainer(container.id())));
    }
    boolean settled =
        ContainerSpec.of(view.pod(), ContainerSpec.Kind.MAIN).stream()
            .allMatch(spec -> view.observed().latestIn(sandbox.id(), spec.name()).isPresent());
    for (Sandbox old : view.observed().sandboxes()) {
      if (settled && !old.ready() && !old.id().equals(sandbox.id())) {
        actions.add(new RemoveSandbox(old.id()));
      }
    }
  }

  private void wakeAt(Instant at) {
    wake = wake == null || at.isBefore(wake) ? at : wake;
  }
}
