package io.shiplog.agent.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import io.shiplog.agent.decide.Observed;
import io.shiplog.agent.decide.PodAction;
import io.shiplog.agent.decide.PodLifecycle;
import io.shiplog.agent.decide.PodMemory;
import io.shiplog.agent.decide.PodPlan;
import io.shiplog.agent.decide.PodReporting;
import io.shiplog.agent.decide.PodView;
import io.shiplog.model.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Brings one pod nearer to its wish, one look at a time: observe, say what is seen, decide, act,
 * look again. Never runs twice at once.
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

  private void run() {
    int seen;
    do {
      seen = pokes.get();
      try {
        look();
      } catch (StatusRuntimeException e) {
        LOG.debugf("pod %s: containerd says: %s", uid, Cri.message(e));
        alarm.by(context.clock().instant().plus(AGAIN_AFTER_ERROR));
      } catch (RuntimeException e) {
        LOG.warnf(e, "pod %s could not be looked after", uid);
        alarm.by(context.clock().instant().plus(AGAIN_AFTER_ERROR));
      }
    } while (!pokes.compareAndSet(seen, 0));
  }

  private void look() {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      PodView view = view();
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

  private PodView view() {
    KubeObject pod = pods.wished(uid);
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
