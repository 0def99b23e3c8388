package io.shiplog.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.grpc.StatusRuntimeException;
import io.shiplog.agent.decide.ContainerSpec;
import io.shiplog.agent.decide.PodAction;
import io.shiplog.agent.decide.PodLifecycle;
import io.shiplog.agent.decide.PodMemory;
import io.shiplog.agent.decide.PodView;
import io.shiplog.agent.probe.Hooks;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.agent.runtime.Tags;
import io.shiplog.agent.runtime.cri.ContainerStatusRequest;
import io.shiplog.agent.runtime.cri.StopContainerRequest;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Stops containers, with their hooks; the pod is not held up meanwhile. */
final class KillSteps {

  private static final Logger LOG = Logger.getLogger(KillSteps.class);

  private static final Duration AGAIN_AFTER_FAILURE = Duration.ofSeconds(2);

  private final String uid;
  private final Pods pods;
  private final Pods.PodContext context;
  private final AtomicReference<PodMemory> memory;
  private final Hooks hooks;

  KillSteps(String uid, Pods pods, Pods.PodContext context, AtomicReference<PodMemory> memory) {
    this.uid = uid;
    this.pods = pods;
    this.context = context;
    this.memory = memory;
    this.hooks = new Hooks(context.cri());
  }

  /**
   * Begins to stop a container; a look follows when it has stopped. One that is being stopped gets
   * less time than it was given: its hook is not run again.
   */
  boolean kill(PodView view, PodAction.KillContainer step) {
    boolean again = memory.get().killing().containsKey(step.id());
    Instant end = view.now().plusSeconds(step.graceSeconds());
    memory.updateAndGet(m -> m.withKilling(step.id(), end));
    if (view.pod() != null) {
      String message =
          step.message().isEmpty() ? "Stopping container " + step.container() : step.message();
      context.events().normal(view.pod(), step.container(), "Killing", message);
    }
    String ip = view.observed().readySandbox().map(s -> s.ip()).orElse("");
    String address = ip.isEmpty() ? context.hostIp() : ip;
    context.threads().execute(() -> stop(view.pod(), step, address, end, again));
    return false;
  }

  private void stop(
      KubeObject pod, PodAction.KillContainer step, String ip, Instant end, boolean again) {
    Instant begin = context.clock().instant();
    try {
      JsonNode hook = again ? MissingNode.getInstance() : preStop(step.id());
      if (hook.isObject() && step.graceSeconds() > 0) {
        runPreStop(pod, step, ip, hook);
      }
      long used = Duration.between(begin, context.clock().instant()).toSeconds();
      long left = step.graceSeconds() - used;
      long grace =
          hook.isObject() && step.graceSeconds() > 0
              ? Math.max(left, PodLifecycle.LEAST_GRACE_SECONDS)
              : left;
      context
          .cri()
          .runtime(grace + 120)
          .stopContainer(
              StopContainerRequest.newBuilder()
                  .setContainerId(step.id())
                  .setTimeout(Math.max(0, grace))
                  .build());
      stopped(step.id(), end);
    } catch (RuntimeException e) {
      String why = e instanceof StatusRuntimeException said ? Cri.message(said) : e.toString();
      LOG.warnf("container %s could not be stopped: %s", step.id(), why);
      tellFailure(pod, step.container(), "the container could not be stopped: " + why);
      long pause = AGAIN_AFTER_FAILURE.toMillis();
      context.timer().schedule(() -> stopped(step.id(), end), pause, TimeUnit.MILLISECONDS);
    }
  }

  /** The next look finds the container gone, or stops it once more. */
  private void stopped(String id, Instant end) {
    memory.updateAndGet(m -> m.withoutKilling(id, end));
    pods.poke(uid);
  }

  /** Says why a pod does not come to its end; nobody is told of a pod that is no more. */
  void tellFailure(KubeObject pod, String container, String why) {
    if (pod != null) {
      context.events().warning(pod, container, "FailedKillPod", "error killing pod: " + why);
    }
  }

  private void runPreStop(KubeObject pod, PodAction.KillContainer step, String ip, JsonNode hook) {
    JsonNode ports = ContainerSpec.portsOf(pod, step.container());
    try {
      hooks.run(hook, step.id(), ip, ports, step.graceSeconds());
    } catch (Hooks.HookFailed e) {
      if (pod != null) {
        context.events().warning(pod, step.container(), "FailedPreStopHook", e.getMessage());
      }
    }
  }

  private JsonNode preStop(String id) {
    String text =
        context
            .cri()
            .runtime()
            .containerStatus(ContainerStatusRequest.newBuilder().setContainerId(id).build())
            .getStatus()
            .getAnnotationsOrDefault(Tags.PRE_STOP, "");
    return text.isEmpty() ? MissingNode.getInstance() : Json.parseObject(text);
  }

  /** Runs a container's postStart hook; where it fails, the container is stopped. */
  void postStart(KubeObject pod, ContainerSpec spec, String id) {
    JsonNode hook = spec.json().path("lifecycle").path("postStart");
    if (!hook.isObject()) {
      return;
    }
    String ip =
        new PodRuntime(context.cri()).observe(uid).readySandbox().map(s -> s.ip()).orElse("");
    try {
      hooks.run(hook, id, ip.isEmpty() ? context.hostIp() : ip, spec.json().path("ports"), 60);
    } catch (Hooks.HookFailed e) {
      context.events().warning(pod, spec.name(), "FailedPostStartHook", e.getMessage());
      Instant end = context.clock().instant().plusSeconds(PodLifecycle.LEAST_GRACE_SECONDS);
      memory.updateAndGet(m -> m.withKilling(id, end));
      PodAction.KillContainer kill =
          new PodAction.KillContainer(
              id, spec.name(), PodLifecycle.LEAST_GRACE_SECONDS, "FailedPostStartHook");
      context.threads().execute(() -> stop(pod, kill, context.hostIp(), end, false));
    }
  }
}
