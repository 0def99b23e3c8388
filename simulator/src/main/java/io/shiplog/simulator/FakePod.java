package io.shiplog.simulator;

import io.shiplog.agent.decide.ObjectLookup;
import io.shiplog.agent.decide.Observed;
import io.shiplog.agent.decide.PodAction;
import io.shiplog.agent.decide.PodLifecycle;
import io.shiplog.agent.decide.PodMemory;
import io.shiplog.agent.decide.PodMemory.ImageState;
import io.shiplog.agent.decide.PodMemory.Probes;
import io.shiplog.agent.decide.PodMemory.Result;
import io.shiplog.agent.decide.PodPlan;
import io.shiplog.agent.decide.PodReporting;
import io.shiplog.agent.decide.PodView;
import io.shiplog.agent.decide.Repeats;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Looks after one pod: the real rules decide, the fake runtime does, chance says how long. */
final class FakePod {

  private static final int MAX_ROUNDS = 20;

  private final String uid;
  private final String hostIp;
  private final FakeRuntime runtime;
  private final Dice dice;
  private final FakeStarts starts;
  private PodMemory memory = PodMemory.EMPTY;
  private PodReporting reporting = PodReporting.NOTHING;
  private Repeats deletion = Repeats.NONE;
  private Instant restsUntil = Instant.MIN;

  FakePod(String uid, String hostIp, FakeRuntime runtime, Dice dice) {
    this.uid = uid;
    this.hostIp = hostIp;
    this.runtime = runtime;
    this.dice = dice;
    this.starts = new FakeStarts(runtime, dice);
  }

  /**
   * What the agent knows besides.
   *
   * @param pod the desired state, or null
   * @param complete whether the inbox has been read to its end
   * @param inService whether routes lead to an address
   * @param objects the ConfigMaps and Secrets of the inbox
   */
  record Surroundings(
      KubeObject pod,
      boolean complete,
      Predicate<String> inService,
      ObjectLookup objects,
      Instant now) {}

  /** What kept containers from being made may be over. */
  void forgiveFailures() {
    memory = memory.withoutFailures();
  }

  /** One look: observe, say what is seen, decide, act, look again. */
  void look(Surroundings around, List<Operation> said) {
    finishWaits(around.now());
    for (int round = 0; round < MAX_ROUNDS; round++) {
      PodView view = view(around);
      report(view, said);
      PodPlan plan = PodLifecycle.plan(view);
      boolean again = false;
      for (PodAction action : plan.actions()) {
        again |= take(view, action, around.objects(), said);
      }
      if (!again) {
        restsUntil = waitsForTimeAlone(view, plan) ? wake(plan) : Instant.MIN;
        return;
      }
    }
  }

  /** Until when nothing will happen to the pod unless something outside of it does. */
  Instant restsUntil() {
    return restsUntil;
  }

  private static Instant wake(PodPlan plan) {
    return plan.wake() == null ? Instant.MAX : plan.wake();
  }

  private PodView view(Surroundings around) {
    KubeObject pod = around.pod();
    if (pod != null && pod.terminating() && memory.terminatingSince() == null) {
      memory = memory.withTerminatingSince(around.now());
    }
    Observed observed = runtime.observe(uid);
    String ip = observed.readySandbox().map(Observed.Sandbox::ip).orElse("");
    boolean inService = !ip.isEmpty() && around.inService().test(ip);
    return new PodView(pod, around.complete(), inService, observed, memory, around.now());
  }

  private boolean waitsForTimeAlone(PodView view, PodPlan plan) {
    boolean steady =
        view.observed().running().stream()
            .noneMatch(one -> warmAt(one).isAfter(view.now()) || runtime.ailing(one, view.now()));
    return plan.actions().isEmpty()
        && steady
        && reporting.said() == null
        && memory.killing().isEmpty()
        && memory.images().values().stream().noneMatch(i -> i.state() == ImageState.PULLING)
        && view.pod() != null
        && !view.pod().terminating();
  }

  private static Instant warmAt(Observed.Container container) {
    return container.startedAt().plusSeconds(warmUp(container.id()));
  }

  /** Takes in what has come to its end: pulls, kills, probes. */
  private void finishWaits(Instant now) {
    memory = starts.finishPulls(memory, now);
    Map<String, Probes> probes = new HashMap<>();
    HashSet<String> running = new HashSet<>();
    for (Observed.Container container : runtime.observe(uid).running()) {
      running.add(container.id());
      boolean warm = !now.isBefore(warmAt(container));
      Result result = warm ? Result.SUCCESS : Result.UNKNOWN;
      Result readiness = warm && !serves(container, now) ? Result.FAILURE : result;
      probes.put(container.id(), new Probes(result, readiness, result, ""));
    }
    memory = memory.withProbes(probes);
    for (Map.Entry<String, Instant> kill : memory.killing().entrySet()) {
      if (!running.contains(kill.getKey())) {
        memory = memory.withoutKilling(kill.getKey(), kill.getValue());
      }
    }
  }

  private boolean serves(Observed.Container container, Instant now) {
    return Program.becomesReady(container.image()) && !runtime.ailing(container, now);
  }

  /** Seconds until a container answers its probes: its own, but always the same. */
  private static int warmUp(String container) {
    return Math.floorMod(container.hashCode(), 4);
  }

  private void report(PodView view, List<Operation> out) {
    PodReporting.Step step = reporting.look(view, hostIp);
    reporting = step.next();
    if (step.status() != null) {
      out.add(PodReporting.report(view.pod(), step.status()));
    }
  }

  private static ObjectKey key(KubeObject pod) {
    return Catalogue.PODS.key(pod.namespace(), pod.name());
  }

  /** Carries out one step; whether to look again at once. */
  private boolean take(PodView view, PodAction action, ObjectLookup objects, List<Operation> out) {
    Instant now = view.now();
    switch (action) {
      case PodAction.CreateSandbox create -> runtime.createSandbox(uid, create.attempt(), now);
      case PodAction.StopSandbox stop -> runtime.stopSandbox(stop.id());
      case PodAction.RemoveSandbox remove -> {
        runtime.removeSandbox(remove.id());
        return false;
      }
      case PodAction.EnsureImage ensure -> {
        memory = starts.pull(memory, view, ensure);
        return false;
      }
      case PodAction.StartContainer start -> memory = starts.start(memory, view, start, objects);
      case PodAction.KillContainer kill -> {
        memory = memory.withKilling(kill.id(), now.plusSeconds(kill.graceSeconds()));
        long slow = dice.percent(20) ? kill.graceSeconds() : Math.min(1, kill.graceSeconds());
        runtime.endAt(kill.id(), now.plusSeconds(slow), 0);
        return false;
      }
      case PodAction.RemoveContainer remove -> runtime.removeContainer(remove.id());
      case PodAction.FinishDelete finish -> {
        finishDelete(view, out);
        return false;
      }
      case PodAction.Forget forget -> {
        return false;
      }
    }
    return true;
  }

  private void finishDelete(PodView view, List<Operation> out) {
    if (!deletion.due(view.now())) {
      return;
    }
    deletion = deletion.said(view.now());
    KubeObject pod = view.pod();
    out.add(Operation.delete(key(pod), Preconditions.uid(pod.uid()), DeletePolicy.NOW));
  }
}
