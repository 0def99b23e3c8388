package io.shiplog.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.ContainerSpec;
import io.shiplog.agent.decide.Observed;
import io.shiplog.agent.decide.PodMemory;
import io.shiplog.agent.decide.PodMemory.Probes;
import io.shiplog.agent.decide.PodMemory.Result;
import io.shiplog.agent.decide.PodView;
import io.shiplog.agent.decide.ProbeProgress;
import io.shiplog.agent.decide.probe.ProbeAnswer;
import io.shiplog.agent.probe.ProbeRun;
import io.shiplog.model.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Probes the containers of one pod while they run. Until the startup probe has succeeded the other
 * two wait; a pod that is to go is only asked whether it is ready.
 */
final class Prober {

  private static final Logger LOG = Logger.getLogger(Prober.class);

  private final Pods pods;
  private final Pods.PodContext context;
  private final AtomicReference<PodMemory> memory;
  private final ProbeRun run;
  private final Map<String, Task> tasks = new HashMap<>();

  Prober(Pods pods, Pods.PodContext context, AtomicReference<PodMemory> memory) {
    this.pods = pods;
    this.context = context;
    this.memory = memory;
    this.run = new ProbeRun(context.cri());
  }

  /** Starts probing what runs now, and stops what does not. */
  synchronized void sync(PodView view) {
    Set<String> wanted = new HashSet<>();
    if (view.pod() != null) {
      for (ContainerSpec spec : ContainerSpec.all(view.pod())) {
        view.observed()
            .latest(spec.name())
            .filter(Observed.Container::running)
            .ifPresent(container -> sync(view, spec, container, wanted));
      }
    }
    tasks
        .entrySet()
        .removeIf(
            entry -> {
              boolean over = !wanted.contains(entry.getKey());
              if (over) {
                entry.getValue().future.cancel(false);
              }
              return over;
            });
  }

  private void sync(
      PodView view, ContainerSpec spec, Observed.Container container, Set<String> wanted) {
    for (ProbeKind kind : ProbeKind.values()) {
      boolean leaving = view.pod().terminating() && kind != ProbeKind.READINESS;
      if (!spec.probed(kind.field) || leaving) {
        continue;
      }
      String id = kind + " " + container.id();
      wanted.add(id);
      if (!tasks.containsKey(id)) {
        seed(view.pod(), spec, container);
        tasks.put(id, new Task(view, spec, container, kind));
      }
    }
  }

  /** What the log says of this very container holds until a probe says otherwise. */
  private void seed(KubeObject pod, ContainerSpec spec, Observed.Container container) {
    String list = spec.main() ? "containerStatuses" : "initContainerStatuses";
    for (JsonNode status : pod.status().path(list)) {
      if (status.path("containerID").asText().equals("containerd://" + container.id())) {
        Result ready = status.path("ready").asBoolean() ? Result.SUCCESS : Result.UNKNOWN;
        Result started = status.path("started").asBoolean() ? Result.SUCCESS : Result.UNKNOWN;
        Probes seen = new Probes(started, ready, Result.UNKNOWN, "");
        memory.updateAndGet(
            m -> m.probes().containsKey(container.id()) ? m : with(m, container.id(), seen));
      }
    }
  }

  private static PodMemory with(PodMemory memory, String id, Probes probes) {
    Map<String, Probes> all = new HashMap<>(memory.probes());
    all.put(id, probes);
    return memory.withProbes(all);
  }

  /** The three probes of a container. */
  enum ProbeKind {
    STARTUP("startupProbe", "Startup"),
    READINESS("readinessProbe", "Readiness"),
    LIVENESS("livenessProbe", "Liveness");

    private final String field;
    private final String title;

    ProbeKind(String field, String title) {
      this.field = field;
      this.title = title;
    }

    private Probes set(Probes probes, Result result, String message) {
      return switch (this) {
        case STARTUP -> new Probes(result, probes.readiness(), probes.liveness(), message);
        case READINESS -> new Probes(probes.startup(), result, probes.liveness(), message);
        case LIVENESS -> new Probes(probes.startup(), probes.readiness(), result, message);
      };
    }
  }

  /** One probe of one container, asked again and again. */
  private final class Task {
    private final KubeObject pod;
    private final ContainerSpec spec;
    private final String containerId;
    private final String ip;
    private final ProbeKind kind;
    private final JsonNode probe;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final ScheduledFuture<?> future;
    private ProbeProgress progress = ProbeProgress.NONE;

    Task(PodView view, ContainerSpec spec, Observed.Container container, ProbeKind kind) {
      this.pod = view.pod();
      this.spec = spec;
      this.containerId = container.id();
      this.kind = kind;
      this.probe = spec.json().path(kind.field);
      String address = view.observed().readySandbox().map(Observed.Sandbox::ip).orElse("");
      this.ip = address.isEmpty() ? context.hostIp() : address;
      Instant started = container.startedAt() == null ? view.now() : container.startedAt();
      Instant first = started.plusSeconds(probe.path("initialDelaySeconds").asLong(0));
      long wait = Math.max(0, Duration.between(view.now(), first).toMillis());
      long period = Math.max(1, probe.path("periodSeconds").asLong(10)) * 1000;
      this.future =
          context
              .timer()
              .scheduleAtFixedRate(
                  () -> context.threads().execute(this::ask), wait, period, TimeUnit.MILLISECONDS);
    }

    private void ask() {
      Probes known = memory.get().probesOf(containerId);
      boolean started = !spec.probed("startupProbe") || known.startup() == Result.SUCCESS;
      boolean due = kind == ProbeKind.STARTUP ? known.startup() != Result.SUCCESS : started;
      if (!due || !asking.compareAndSet(false, true)) {
        return;
      }
      try {
        took(run.ask(probe, containerId, ip, spec.json().path("ports")));
      } catch (RuntimeException e) {
        LOG.warnf(e, "%s could not be probed", containerId);
        took(ProbeAnswer.error("unknown", "the node agent failed: " + e));
      } finally {
        asking.set(false);
      }
    }

    private void took(ProbeAnswer answer) {
      if (!answer.reason().isEmpty()) {
        String message = answer.event(kind.title);
        context.events().warning(pod, spec.name(), answer.reason(), message);
      }
      if (!answer.counts()) {
        return;
      }
      ProbeProgress before = progress;
      progress = progress.after(answer.good(), probe);
      if (progress.result() != before.result()) {
        Result result = progress.result();
        memory.updateAndGet(
            m -> with(m, containerId, kind.set(m.probesOf(containerId), result, answer.message())));
        pods.poke(pod.uid());
      }
    }
  }
}
