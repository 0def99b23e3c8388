package io.shiplog.agent.pod;

import io.grpc.StatusRuntimeException;
import io.shiplog.agent.decide.ConfigProblem;
import io.shiplog.agent.decide.ContainerSpec;
import io.shiplog.agent.decide.ContainerUser;
import io.shiplog.agent.decide.Environment;
import io.shiplog.agent.decide.Failures;
import io.shiplog.agent.decide.PodAction;
import io.shiplog.agent.decide.PodMemory;
import io.shiplog.agent.decide.PodMemory.Failure;
import io.shiplog.agent.decide.PodView;
import io.shiplog.agent.decide.Repeats;
import io.shiplog.agent.decide.resources.PodBounds;
import io.shiplog.agent.machine.PodPaths;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.agent.runtime.cri.ContainerConfig;
import io.shiplog.agent.runtime.cri.CreateContainerRequest;
import io.shiplog.agent.runtime.cri.PodSandboxConfig;
import io.shiplog.agent.runtime.cri.RemoveContainerRequest;
import io.shiplog.agent.runtime.cri.RemovePodSandboxRequest;
import io.shiplog.agent.runtime.cri.RunPodSandboxRequest;
import io.shiplog.agent.runtime.cri.StartContainerRequest;
import io.shiplog.agent.runtime.cri.StopPodSandboxRequest;
import io.shiplog.agent.volume.VolumeProblem;
import io.shiplog.agent.volume.Volumes;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Carries out the steps that were decided for one pod. */
final class PodSteps {

  private static final Logger LOG = Logger.getLogger(PodSteps.class);
  private static final Duration SANDBOX_AGAIN = Duration.ofSeconds(3);
  private static final PodCgroups CGROUPS = new PodCgroups(Path.of("/sys/fs/cgroup"));

  private final String uid;
  private final Pods pods;
  private final Pods.PodContext context;
  private final AtomicReference<PodMemory> memory;
  private final Alarm alarm;
  private final Volumes volumes;
  private final SandboxConfigs sandboxes;
  private final ContainerConfigs containers;
  private final ImageSteps images;
  private final KillSteps kills;
  private final Prober prober;
  private Repeats deletion = Repeats.NONE;

  PodSteps(
      String uid,
      Pods pods,
      Pods.PodContext context,
      AtomicReference<PodMemory> memory,
      Alarm alarm) {
    this.uid = uid;
    this.pods = pods;
    this.context = context;
    this.memory = memory;
    this.alarm = alarm;
    this.volumes = new Volumes(context.config().podsHome(), pods, context.hostIp());
    this.sandboxes = new SandboxConfigs(context.config());
    this.containers = new ContainerConfigs(context.config());
    this.images = new ImageSteps(uid, pods, context, memory);
    this.kills = new KillSteps(uid, pods, context, memory);
    this.prober = new Prober(pods, context, memory);
  }

  /** Keeps the pod's probes and volumes in step with what is observed. */
  void watch(PodView view) {
    prober.sync(view);
    if (view.pod() != null && !view.pod().terminating() && !view.observed().running().isEmpty()) {
      refreshVolumes(view);
    }
  }

  /**
   * Carries out one step.
   *
   * @return whether to look again at once
   */
  boolean take(PodView view, PodAction action) {
    return switch (action) {
      case PodAction.CreateSandbox create -> createSandbox(view, create.attempt());
      case PodAction.StopSandbox stop -> stopSandbox(view.pod(), stop.id());
      case PodAction.RemoveSandbox remove -> removeSandbox(remove.id());
      case PodAction.EnsureImage ensure -> images.ensure(view, ensure);
      case PodAction.StartContainer start -> startContainer(view, start);
      case PodAction.KillContainer kill -> kills.kill(view, kill);
      case PodAction.RemoveContainer remove -> removeContainer(remove.id());
      case PodAction.FinishDelete finish -> finishDelete(view);
      case PodAction.Forget forget -> {
        release();
        pods.forget(uid);
        yield false;
      }
    };
  }

  private boolean stopSandbox(KubeObject pod, String id) {
    var request = StopPodSandboxRequest.newBuilder().setPodSandboxId(id).build();
    try {
      context.cri().runtime().stopPodSandbox(request);
    } catch (StatusRuntimeException e) {
      kills.tellFailure(pod, "", "the sandbox could not be stopped: " + Cri.message(e));
      throw e;
    }
    return true;
  }

  private boolean removeSandbox(String id) {
    var request = RemovePodSandboxRequest.newBuilder().setPodSandboxId(id).build();
    context.cri().runtime().removePodSandbox(request);
    return false;
  }

  private boolean removeContainer(String id) {
    var request = RemoveContainerRequest.newBuilder().setContainerId(id).build();
    context.cri().runtime().removeContainer(request);
    return true;
  }

  private boolean createSandbox(PodView view, int attempt) {
    KubeObject pod = view.pod();
    try {
      SandboxConfigs.check(pod);
      PodSandboxConfig config = sandboxes.of(pod, attempt);
      Files.createDirectories(Path.of(config.getLogDirectory()));
      bound(pod);
      context
          .cri()
          .runtime()
          .runPodSandbox(
              RunPodSandboxRequest.newBuilder()
                  .setConfig(config)
                  .setRuntimeHandler(context.config().runtimeHandler())
                  .build());
      memory.updateAndGet(m -> m.withSandboxFailure(null));
      return true;
    } catch (StatusRuntimeException e) {
      return sandboxFailed(pod, Cri.message(e));
    } catch (ConfigProblem e) {
      return sandboxFailed(pod, e.getMessage());
    } catch (IOException | RuntimeException e) {
      LOG.warnf(e, "no sandbox can be made for pod %s", uid);
      return sandboxFailed(pod, Failures.words(e));
    }
  }

  /** Without its bounds a pod is not to run. */
  private void bound(KubeObject pod) {
    try {
      CGROUPS.ensure(PodPaths.cgroup(context.config(), uid), PodBounds.of(pod));
    } catch (IOException e) {
      throw ConfigProblem.missing("the pod's cgroup cannot be made: " + e);
    }
  }

  private boolean sandboxFailed(KubeObject pod, String why) {
    String message = "Failed to create pod sandbox: " + why;
    context.events().warning(pod, "", "FailedCreatePodSandBox", message);
    Failure failure =
        new Failure("FailedCreatePodSandBox", message, context.clock().instant(), SANDBOX_AGAIN);
    memory.updateAndGet(m -> m.withSandboxFailure(failure));
    return true;
  }

  private boolean startContainer(PodView view, PodAction.StartContainer start) {
    KubeObject pod = view.pod();
    ContainerSpec spec = ContainerSpec.named(pod, start.container());
    try {
      PodSandboxConfig sandbox = sandboxes.of(pod, attemptOf(view, start.sandboxId()));
      ContainerConfig config = config(view, spec, start);
      String id =
          context
              .cri()
              .runtime()
              .createContainer(
                  CreateContainerRequest.newBuilder()
                      .setPodSandboxId(start.sandboxId())
                      .setConfig(config)
                      .setSandboxConfig(sandbox)
                      .build())
              .getContainerId();
      context.events().normal(pod, spec.name(), "Created", "Created container " + spec.name());
      run(pod, spec, id);
      OldStarts.remove(context.config(), pod, spec.name(), start.attempt());
    } catch (ConfigProblem e) {
      fail(pod, spec, e.reason(), e.getMessage());
    } catch (VolumeProblem e) {
      context.events().warning(pod, "", "FailedMount", e.getMessage());
      remember(spec, "ContainerCreating", "");
    } catch (StatusRuntimeException e) {
      fail(pod, spec, "CreateContainerError", Cri.message(e));
    } catch (IOException e) {
      LOG.warnf(e, "files of earlier starts of pod %s cannot be removed", uid);
    } catch (RuntimeException e) {
      LOG.warnf(e, "container %s of pod %s cannot be made", spec.name(), uid);
      fail(pod, spec, "CreateContainerConfigError", Failures.words(e));
    }
    return true;
  }

  /** Starts a created container; one that cannot start counts as ended by the runtime. */
  private void run(KubeObject pod, ContainerSpec spec, String id) {
    try {
      context
          .cri()
          .runtime()
          .startContainer(StartContainerRequest.newBuilder().setContainerId(id).build());
    } catch (StatusRuntimeException e) {
      fail(pod, spec, "RunContainerError", Cri.message(e));
      return;
    }
    kills.postStart(pod, spec, id);
    memory.updateAndGet(m -> m.withFailure(spec.name(), null));
    context.events().normal(pod, spec.name(), "Started", "Started container " + spec.name());
  }

  private ContainerConfig config(PodView view, ContainerSpec spec, PodAction.StartContainer start) {
    KubeObject pod = view.pod();
    String ip = view.observed().readySandbox().map(s -> s.ip()).orElse("");
    String podIp = ip.isEmpty() ? context.hostIp() : ip;
    Environment.Surroundings surroundings =
        new Environment.Surroundings(
            pods, pods.routes(), podIp, context.hostIp(), pods.allocatable());
    ContainerUser user = images.user(spec);
    ContainerUser.check(pod, spec.json(), user);
    Map<String, Path> paths = volumes.prepare(pod, podIp, pods.allocatable());
    Map<String, String> environment = Environment.of(pod, spec.json(), surroundings);
    return containers.of(
        pod,
        spec,
        start.attempt(),
        start.restartDelay(),
        spec.image(),
        user,
        surroundings,
        VolumeMounts.of(spec.json(), paths, environment));
  }

  private void fail(KubeObject pod, ContainerSpec spec, String reason, String message) {
    context.events().warning(pod, spec.name(), "Failed", "Error: " + message);
    remember(spec, reason, message);
  }

  private void remember(ContainerSpec spec, String reason, String message) {
    Instant now = context.clock().instant();
    memory.updateAndGet(
        m -> {
          Failure before = m.failures().get(spec.name());
          return m.withFailure(spec.name(), Failures.next(before, reason, message, now));
        });
  }

  private void refreshVolumes(PodView view) {
    String ip = view.observed().readySandbox().map(s -> s.ip()).orElse("");
    try {
      volumes.prepare(view.pod(), ip.isEmpty() ? context.hostIp() : ip, pods.allocatable());
    } catch (RuntimeException e) {
      // What a running container has mounted stays as it is.
      context.events().warning(view.pod(), "", "FailedMount", Failures.words(e));
    }
  }

  private boolean finishDelete(PodView view) {
    Instant now = context.clock().instant();
    if (!deletion.due(now)) {
      alarm.by(deletion.again());
      return false;
    }
    release();
    KubeObject pod = view.pod();
    context
        .outbox()
        .send(
            Operation.delete(
                Catalogue.PODS.key(pod.namespace(), pod.name()),
                Preconditions.uid(pod.uid()),
                DeletePolicy.NOW));
    deletion = deletion.said(now);
    alarm.by(deletion.again());
    return false;
  }

  private void release() {
    volumes.release(uid);
    Leftovers.removeCgroups(context.config(), uid);
    Leftovers.removeLogs(context.config(), uid);
    LOG.debugf("pod %s is gone from this node", uid);
  }

  private static int attemptOf(PodView view, String sandboxId) {
    return view.observed().sandboxes().stream()
        .filter(sandbox -> sandbox.id().equals(sandboxId))
        .mapToInt(sandbox -> sandbox.attempt())
        .findFirst()
        .orElse(0);
  }
}
