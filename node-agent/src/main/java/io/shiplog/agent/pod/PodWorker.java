package io.shiplog.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import io.shiplog.agent.decide.Failures;
import io.shiplog.agent.decide.Observed;
import io.shiplog.agent.decide.PodAction;
import io.shiplog.agent.decide.PodLifecycle;
import io.shiplog.agent.decide.PodMemory;
import io.shiplog.agent.decide.PodPlan;
import io.shiplog.agent.decide.PodReporting;
import io.shiplog.agent.decide.PodView;
import io.shiplog.agent.decide.admission.Arrivals;
import io.shiplog.agent.decide.admission.Rejection;
import io.shiplog.agent.decide.resources.StorageLimits;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.model.KubeObject;
import io.shiplog.model.pod.PodState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Brings one pod nearer to its desired state, one look at a time: observe, say what is seen,
 * decide, act, look again. Never runs twice at once.
 */
final class PodWorker {

  private static final Logger LOG = Logger.getLogger(PodWorker.class);
  private static final int MAX_ROUNDS = 20;
  private static final Duration AGAIN_AFTER_ERROR = Duration.ofSeconds(1);

  private final String uid;
  private final Pods pods;
  private final Pods.PodContext context;
  private final PodSteps steps;
  private final AtomicInteger pokes = new AtomicInteger();
  private final AtomicReference<PodMemory> memory = new AtomicReference<>(PodMemory.EMPTY);
  private final Alarm alarm;
  private PodReporting reporting = PodReporting.NOTHING;

  PodWorker(String uid, Pods pods, Pods.PodContext context) {
    this.uid = uid;
    this.pods = pods;
    this.context = context;
    this.alarm = new Alarm(context.timer(), context.clock(), this::poke);
    this.steps = new PodSteps(uid, pods, context, memory, alarm);
  }

  /** Has the pod looked at soon; many pokes at once become one look. */
  void poke() {
    if (pokes.getAndIncrement() == 0) {
      context.threads().execute(this::run);
    }
  }

  /** The pod is no more: nothing is to be looked at later. */
  void retire() {
    alarm.off();
  }

  /**
   * Forgets why containers could not be made, so that the next look tries again.
   *
   * @param images whether images that could not be had are asked for again, too
   */
  void forgiveFailures(boolean images) {
    memory.updateAndGet(
        m -> images ? m.withoutFailures().withoutMissingImages() : m.withoutFailures());
  }

  /** Evicts the pod if it has written more to the disk than it may. */
  void measure() {
    KubeObject pod = pods.desired(uid);
    boolean over =
        pod == null || pod.terminating() || memory.get().ending() != null || PodState.finished(pod);
    if (over || !StorageLimits.any(pod)) {
      return;
    }
    StorageLimits.Usage usage = new StorageMeter(context.config(), context.cri()).of(pod);
    StorageLimits.exceeded(pod, usage)
        .ifPresent(
            ending -> {
              context.events().warning(pod, "", ending.reason(), ending.message());
              memory.updateAndGet(m -> m.withEnding(ending));
              poke();
            });
  }

  private void run() {
    int seen;
    do {
      seen = pokes.get();
      try {
        look();
        memory.updateAndGet(m -> m.trouble() == null ? m : m.withTrouble(null));
      } catch (StatusRuntimeException e) {
        LOG.debugf("pod %s: containerd says: %s", uid, Cri.message(e));
        if (Cri.busy(e)) {
          alarm.by(context.clock().instant().plus(AGAIN_AFTER_ERROR));
        } else {
          failed(Cri.rpcError(e));
        }
      } catch (RuntimeException e) {
        LOG.warnf(e, "pod %s could not be looked after", uid);
        failed(Failures.words(e));
      }
    } while (!pokes.compareAndSet(seen, 0));
  }

  /** Says why the pod could not be looked after, and has it looked at again later and later. */
  private void failed(String why) {
    KubeObject pod = pods.desired(uid);
    if (pod != null) {
      context.events().warning(pod, "", "FailedSync", "Error syncing pod, skipping: " + why);
    }
    Instant now = context.clock().instant();
    PodMemory before =
        memory.getAndUpdate(m -> m.withTrouble(Failures.next(m.trouble(), "FailedSync", why, now)));
    alarm.by(now.plus(before.trouble() == null ? AGAIN_AFTER_ERROR : before.trouble().delay()));
  }

  private void look() {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      PodView view = admitted(view());
      steps.watch(view);
      report(view);
      if (waitsForNetwork(view)) {
        return;
      }
      PodPlan plan = PodLifecycle.plan(view);
      if (plan.wake() != null) {
        alarm.by(plan.wake());
      }
      boolean again = false;
      for (PodAction action : plan.actions()) {
        again |= steps.take(view, action);
      }
      if (!again) {
        return;
      }
    }
  }

  /** Before the network is set up no sandbox can be made; everything else can go on. */
  private boolean waitsForNetwork(PodView view) {
    return view.pod() != null
        && !view.pod().terminating()
        && !pods.mayStart()
        && view.observed().readySandbox().isEmpty();
  }

  /** Decides whether the node takes the pod, if it is time for that. */
  private PodView admitted(PodView view) {
    if (!pods.mayStart() || !Arrivals.undecided(view)) {
      return view;
    }
    Optional<Rejection> rejection = pods.rejection(view.pod());
    rejection.ifPresent(
        why -> context.events().warning(view.pod(), "", why.reason(), why.message()));
    memory.updateAndGet(
        m -> rejection.map(why -> m.withEnding(Arrivals.ending(why))).orElse(m.withAdmission()));
    return view();
  }

  private PodView view() {
    KubeObject pod = pods.desired(uid);
    Observed observed = new PodRuntime(context.cri()).observe(uid);
    Instant now = context.clock().instant();
    if (pod != null && pod.terminating()) {
      memory.updateAndGet(m -> m.terminatingSince() == null ? m.withTerminatingSince(now) : m);
    }
    String ip = observed.readySandbox().map(Observed.Sandbox::ip).orElse("");
    return new PodView(pod, pods.complete(), pods.inService(ip), observed, memory.get(), now);
  }

  /** Says how the pod is, if the log does not know it yet and was not told just now. */
  private void report(PodView view) {
    PodReporting.Step step = reporting.look(view, context.hostIp());
    reporting = step.next();
    if (step.status() != null) {
      tellCrashLoops(view.pod(), step.status());
      context.outbox().send(PodReporting.report(view.pod(), step.status()));
    }
    if (reporting.repeats().again().isAfter(view.now())) {
      alarm.by(reporting.repeats().again());
    }
  }

  private void tellCrashLoops(KubeObject pod, ObjectNode status) {
    for (JsonNode container : status.path("containerStatuses")) {
      String reason = container.path("state").path("waiting").path("reason").asText("");
      if (reason.equals("CrashLoopBackOff")) {
        String name = container.path("name").asText();
        String where = pod.name() + "_" + pod.namespace() + "(" + pod.uid() + ")";
        String message = "Back-off restarting failed container " + name + " in pod " + where;
        context.events().warning(pod, name, "BackOff", message);
      }
    }
  }
}
