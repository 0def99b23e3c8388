package io.shiplog.agent.decide;

import io.shiplog.agent.decide.Observed.Container;
import io.shiplog.agent.decide.Observed.Sandbox;
import io.shiplog.agent.decide.PodAction.CreateSandbox;
import io.shiplog.agent.decide.PodAction.FinishDelete;
import io.shiplog.agent.decide.PodAction.Forget;
import io.shiplog.agent.decide.PodAction.KillContainer;
import io.shiplog.agent.decide.PodAction.RemoveSandbox;
import io.shiplog.agent.decide.PodAction.StopSandbox;
import io.shiplog.model.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The life of a pod on its node: desired and observed state in, next steps out. Called again after
 * each step and each change, so a plan holds only what can be done now.
 */
public final class PodLifecycle {

  /** How long a pod that is to go may wait to be taken out of its Services. */
  public static final Duration LEAVE_SERVICES = Duration.ofSeconds(2);

  /** What a container gets to stop where no time is left (kubelet). */
  public static final long LEAST_GRACE_SECONDS = 2;

  /** What a pod gets to stop where nobody can say how long it asked for. */
  public static final long DEFAULT_GRACE_SECONDS = 30;

  private PodLifecycle() {}

  /** The next steps for a pod. */
  public static PodPlan plan(PodView view) {
    if (view.pod() == null) {
      return view.inboxComplete() ? orphan(view) : PodPlan.IDLE;
    }
    if (view.pod().terminating()) {
      return terminate(view);
    }
    if (PodPhase.finished(view)) {
      return settle(view);
    }
    return keepRunning(view).by(PodDeadline.of(view.pod()));
  }

  /** Nobody asks for this pod: stop it and leave nothing behind. */
  private static PodPlan orphan(PodView view) {
    PodPlan stopping = stop(view, DEFAULT_GRACE_SECONDS, "");
    if (stopping != null) {
      return stopping;
    }
    List<PodAction> actions = removals(view);
    actions.add(new Forget());
    return new PodPlan(actions, null);
  }

  /** The pod is to go: out of its Services first, then the containers, then the object. */
  private static PodPlan terminate(PodView view) {
    Instant since = view.memory().terminatingSince();
    Instant seen = since == null ? view.now() : since;
    Instant patience = seen.plus(LEAVE_SERVICES);
    boolean running = !view.observed().running().isEmpty();
    if (running && view.inService() && view.now().isBefore(patience)) {
      return PodPlan.waitUntil(patience);
    }
    PodPlan stopping = stop(view, graceSeconds(view.pod()), "");
    if (stopping != null) {
      return stopping;
    }
    List<PodAction> actions = removals(view);
    actions.add(new FinishDelete());
    return new PodPlan(actions, null);
  }

  /** The pod has done its work: its containers stay for their logs, its address is given back. */
  private static PodPlan settle(PodView view) {
    PodMemory.Ending ending = view.memory().ending();
    long usual = graceSeconds(view.pod());
    long grace = ending == null ? usual : ending.graceSeconds().orElse(usual);
    PodPlan stopping = stop(view, grace, "");
    return stopping == null ? PodPlan.IDLE : stopping;
  }

  private static PodPlan keepRunning(PodView view) {
    if (view.observed().readySandbox().isPresent()) {
      return PodStart.plan(view, view.observed().readySandbox().get());
    }
    List<PodAction> kills = kills(view, graceSeconds(view.pod()), "The pod's sandbox is gone");
    if (!kills.isEmpty() || !view.memory().killing().isEmpty()) {
      return new PodPlan(kills, null);
    }
    PodMemory.Failure failure = view.memory().sandboxFailure();
    if (failure != null && failure.holds(view.now())) {
      return PodPlan.waitUntil(failure.until());
    }
    int attempt = view.observed().sandboxes().stream().mapToInt(Sandbox::attempt).max().orElse(-1);
    return PodPlan.of(new CreateSandbox(attempt + 1));
  }

  /** Steps that stop what runs; null once nothing does. */
  private static PodPlan stop(PodView view, long grace, String message) {
    List<PodAction> kills = kills(view, grace, message);
    if (!kills.isEmpty()) {
      return new PodPlan(kills, null);
    }
    boolean busy =
        view.observed().running().stream()
            .anyMatch(c -> view.memory().killing().containsKey(c.id()));
    if (busy) {
      return PodPlan.IDLE;
    }
    List<PodAction> stops = new ArrayList<>();
    for (Sandbox sandbox : view.observed().sandboxes()) {
      if (sandbox.ready()) {
        stops.add(new StopSandbox(sandbox.id()));
      }
    }
    return stops.isEmpty() ? null : new PodPlan(stops, null);
  }

  /** What is not being stopped yet, or had been given more time than there is now. */
  private static List<PodAction> kills(PodView view, long grace, String message) {
    List<PodAction> kills = new ArrayList<>();
    for (Container container : StopOrder.next(view)) {
      long seconds = StopOrder.seconds(view, container, grace);
      if (!view.memory().ends(container.id(), view.now().plusSeconds(seconds))) {
        kills.add(new KillContainer(container.id(), container.name(), seconds, message));
      }
    }
    return kills;
  }

  private static List<PodAction> removals(PodView view) {
    List<PodAction> actions = new ArrayList<>();
    view.observed().sandboxes().forEach(sandbox -> actions.add(new RemoveSandbox(sandbox.id())));
    return actions;
  }

  /** Seconds a pod gets to stop: what the delete granted, else what the spec says. */
  static long graceSeconds(KubeObject pod) {
    return pod.metadata().has("deletionGracePeriodSeconds")
        ? pod.metadata().path("deletionGracePeriodSeconds").asLong()
        : pod.spec().path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE_SECONDS);
  }
}
