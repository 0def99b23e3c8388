package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.decide.Observed.Container;
import io.shiplog.agent.decide.PodMemory.Failure;
import io.shiplog.agent.decide.PodMemory.Image;
import io.shiplog.agent.decide.PodMemory.ImageState;
import io.shiplog.agent.decide.PodMemory.Result;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The entries of {@code status.containerStatuses} and {@code initContainerStatuses}. */
public final class ContainerStatuses {

  /** Bytes of termination messages that a pod's containers may leave together (kubelet). */
  private static final int MAX_MESSAGES_BYTES = 12 << 10;

  private final PodView view;

  ContainerStatuses(PodView view) {
    this.view = view;
  }

  /** The entries of the main containers, or of the others, in the order of the spec. */
  ArrayNode of(boolean main) {
    ArrayNode statuses = Json.array();
    for (ContainerSpec spec : ContainerSpec.all(view.pod())) {
      if (spec.main() == main) {
        statuses.add(of(spec));
      }
    }
    return statuses;
  }

  /** The entry the pod's object has for a container now, or a missing node. */
  static JsonNode reported(KubeObject pod, ContainerSpec spec) {
    String list = spec.main() ? "containerStatuses" : "initContainerStatuses";
    for (JsonNode status : pod.status().path(list)) {
      if (status.path("name").asText().equals(spec.name())) {
        return status;
      }
    }
    return MissingNode.getInstance();
  }

  private ObjectNode of(ContainerSpec spec) {
    Optional<Container> latest = view.observed().latest(spec.name());
    JsonNode before = reported(view.pod(), spec);
    ObjectNode status = Json.object();
    status.put("name", spec.name());
    status.set("state", latest.map(c -> state(spec, c)).orElseGet(() -> waiting(spec, before)));
    status.set("lastState", lastState(spec, before, status.path("state")));
    status.put("ready", latest.filter(c -> ready(spec, c)).isPresent());
    int restarts = latest.map(Container::attempt).orElse(before.path("restartCount").asInt(0));
    status.put("restartCount", restarts);
    status.put("image", latest.map(Container::image).orElse(spec.image()));
    status.put("imageID", latest.map(Container::imageRef).orElse(""));
    latest.ifPresent(c -> status.put("containerID", "containerd://" + c.id()));
    status.put("started", latest.filter(c -> PodPhase.started(view, spec, c)).isPresent());
    return status;
  }

  private boolean ready(ContainerSpec spec, Container container) {
    if (spec.kind() == ContainerSpec.Kind.INIT) {
      return container.exited() && container.exitCode() == 0;
    }
    boolean probed = spec.probed("readinessProbe");
    return PodPhase.started(view, spec, container)
        && (!probed || view.memory().probesOf(container.id()).readiness() == Result.SUCCESS);
  }

  private ObjectNode state(ContainerSpec spec, Container container) {
    ObjectNode state = Json.object();
    switch (container.state()) {
      case RUNNING -> state.putObject("running").put("startedAt", time(container.startedAt()));
      case EXITED -> {
        ObjectNode crash = crashLoop(spec, container);
        return crash == null ? ended(container) : crash;
      }
      default -> state.putObject("waiting").put("reason", "ContainerCreating");
    }
    return state;
  }

  /** The waiting state of a container that has ended and will start again, but not yet. */
  private ObjectNode crashLoop(ContainerSpec spec, Container ended) {
    String policy = ContainerSpec.restartPolicy(view.pod());
    boolean again = spec.restarts(policy, ended) && !view.pod().terminating();
    if (!again || PodPhase.finished(view)) {
      return null;
    }
    if (failure(spec).isPresent()) {
      return waiting(spec, MissingNode.getInstance());
    }
    if (!view.now().isBefore(RestartDelays.restartAt(ended))) {
      return null;
    }
    String message =
        "back-off "
            + GoWords.seconds(RestartDelays.of(ended).toSeconds())
            + " restarting failed container="
            + spec.name()
            + " pod="
            + podName();
    return waitingFor("CrashLoopBackOff", message);
  }

  private ObjectNode waiting(ContainerSpec spec, JsonNode before) {
    Optional<Failure> failure = failure(spec);
    if (failure.isPresent()) {
      return waitingFor(failure.get().reason(), failure.get().message());
    }
    if (view.pod().terminating() && before.path("state").has("terminated")) {
      return before.path("state").deepCopy();
    }
    boolean initializing = spec.main() && !PodPhase.initialized(view);
    boolean anyInit = view.pod().spec().path("initContainers").size() > 0;
    return waitingFor(
        (initializing && anyInit) || !spec.main() ? "PodInitializing" : "ContainerCreating", "");
  }

  /** Why a container cannot be made at the moment: its configuration, its image, or the agent. */
  private Optional<Failure> failure(ContainerSpec spec) {
    Failure made = view.memory().failures().get(spec.name());
    if (made != null) {
      return Optional.of(made);
    }
    Image image = view.memory().images().get(spec.name());
    if (image == null || image.state() == ImageState.PRESENT || image.failure() == null) {
      return Optional.ofNullable(view.memory().trouble());
    }
    return Optional.of(image.failure());
  }

  private ObjectNode lastState(ContainerSpec spec, JsonNode before, JsonNode state) {
    Optional<Container> latest = view.observed().latest(spec.name());
    if (latest.isEmpty()) {
      JsonNode ended = before.path("state").path("terminated");
      ObjectNode last = Json.object();
      return ended.isObject()
          ? last.set("terminated", ended)
          : before.path("lastState") instanceof ObjectNode kept ? kept : last;
    }
    if (latest.get().exited() && state.has("waiting")) {
      return ended(latest.get());
    }
    return view.observed()
        .previous(spec.name())
        .filter(Container::exited)
        .map(this::ended)
        .orElseGet(Json::object);
  }

  private ObjectNode ended(Container container) {
    ObjectNode state = Json.object();
    ObjectNode terminated = state.putObject("terminated");
    terminated.put("exitCode", container.exitCode());
    String reason = container.exitCode() == 0 ? "Completed" : "Error";
    terminated.put("reason", container.reason().isEmpty() ? reason : container.reason());
    if (!container.message().isEmpty()) {
      terminated.put("message", cut(container.message()));
    }
    terminated.put("startedAt", time(container.startedAt()));
    terminated.put("finishedAt", time(container.finishedAt()));
    terminated.put("containerID", "containerd://" + container.id());
    return state;
  }

  /** The room for messages is shared out evenly. */
  private String cut(String message) {
    int most = MAX_MESSAGES_BYTES / Math.max(1, ContainerSpec.all(view.pod()).size());
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= most ? message : new String(bytes, 0, most, StandardCharsets.UTF_8);
  }

  /**
   * What a container waits for; empty if it does not, or nobody knows.
   *
   * @param pod may be null
   */
  public static String waitsFor(KubeObject pod, String container) {
    if (pod == null) {
      return "";
    }
    return ContainerSpec.all(pod).stream()
        .filter(spec -> spec.name().equals(container))
        .map(spec -> Json.at(reported(pod, spec), "state", "waiting", "reason").asText(""))
        .findFirst()
        .orElse("");
  }

  private static ObjectNode waitingFor(String reason, String message) {
    ObjectNode state = Json.object();
    ObjectNode waiting = state.putObject("waiting");
    waiting.put("reason", reason);
    if (!message.isEmpty()) {
      waiting.put("message", message);
    }
    return state;
  }

  private String podName() {
    return view.pod().name() + "_" + view.pod().namespace() + "(" + view.pod().uid() + ")";
  }

  /** To the second, as the API writes times; null stays null. */
  static String time(Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
