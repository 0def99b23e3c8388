package io.shiplog.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.shiplog.agent.decide.ConfigProblem;
import io.shiplog.agent.decide.ContainerSpec;
import io.shiplog.agent.decide.Environment;
import io.shiplog.agent.decide.ImageName;
import io.shiplog.agent.decide.ObjectLookup;
import io.shiplog.agent.decide.PodAction.EnsureImage;
import io.shiplog.agent.decide.PodAction.StartContainer;
import io.shiplog.agent.decide.PodMemory;
import io.shiplog.agent.decide.PodMemory.Failure;
import io.shiplog.agent.decide.PodMemory.Image;
import io.shiplog.agent.decide.PodMemory.ImageState;
import io.shiplog.agent.decide.PodView;
import io.shiplog.agent.decide.RestartDelays;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the containers of one pod come to run, or do not: images are pulled, which takes a while and
 * may fail; the ConfigMaps and Secrets they want must be there; and the start itself may fail.
 */
final class FakeStarts {

  private final FakeRuntime runtime;
  private final Dice dice;
  private final Map<String, Instant> pulled = new HashMap<>();

  FakeStarts(FakeRuntime runtime, Dice dice) {
    this.runtime = runtime;
    this.dice = dice;
  }

  /** Begins to pull an image. */
  PodMemory pull(PodMemory memory, PodView view, EnsureImage ensure) {
    String name = ContainerSpec.named(view.pod(), ensure.container()).image();
    Image before = memory.images().get(ensure.container());
    Failure last = before != null && before.name().equals(name) ? before.failure() : null;
    pulled.put(ensure.container(), view.now().plusSeconds(dice.below(4)));
    return memory.withImage(
        ensure.container(), new Image(name, ImageState.PULLING, ensure.attempt(), last));
  }

  /** Takes in what became of pulls that have come to their end. */
  PodMemory finishPulls(PodMemory before, Instant now) {
    PodMemory memory = before;
    for (Map.Entry<String, Instant> pull : pulled.entrySet()) {
      Image image = memory.images().get(pull.getKey());
      if (image != null && image.state() == ImageState.PULLING && !now.isBefore(pull.getValue())) {
        memory = memory.withImage(pull.getKey(), ended(image, now));
      }
    }
    return memory;
  }

  private static Image ended(Image image, Instant now) {
    return Program.canBePulled(image.name())
        ? image.present()
        : image.failed(
            new Failure(
                "ErrImagePull", "not found", now, RestartDelays.afterFailure(image.failure())));
  }

  /** Starts a container, or remembers why it could not be. */
  PodMemory start(PodMemory memory, PodView view, StartContainer start, ObjectLookup objects) {
    ContainerSpec spec = ContainerSpec.named(view.pod(), start.container());
    Optional<Failure> unfit = unfit(view, spec, objects);
    if (unfit.isPresent()) {
      return memory.withFailure(spec.name(), unfit.get());
    }
    boolean works = Program.canBeStarted(spec.image()) && !dice.percent(2);
    String image = ImageName.of(spec.image()).full();
    String id = runtime.create(start, image, works, view.now());
    if (!works) {
      Failure failure = failure(view, spec, "RunContainerError", "exec failed");
      return memory.withFailure(spec.name(), failure);
    }
    Program.end(spec.json(), start.attempt())
        .ifPresent(end -> runtime.endAt(id, view.now().plus(end.after()), end.exitCode()));
    return memory.withFailure(spec.name(), null);
  }

  /** Why a container cannot be made: something that it names is missing. */
  private Optional<Failure> unfit(PodView view, ContainerSpec spec, ObjectLookup objects) {
    KubeObject pod = view.pod();
    for (JsonNode volume : pod.spec().path("volumes")) {
      if (missing(pod, "configmaps", volume.path("configMap"), "name", objects)
          || missing(pod, "secrets", volume.path("secret"), "secretName", objects)) {
        return Optional.of(failure(view, spec, "ContainerCreating", ""));
      }
    }
    try {
      Environment.Surroundings surroundings =
          new Environment.Surroundings(objects, Map.of(), "", "", MissingNode.getInstance());
      Environment.of(pod, spec.json(), surroundings);
      return Optional.empty();
    } catch (ConfigProblem e) {
      return Optional.of(failure(view, spec, e.reason(), e.getMessage()));
    }
  }

  private static boolean missing(
      KubeObject pod, String resource, JsonNode source, String name, ObjectLookup objects) {
    return source.isObject()
        && !source.path("optional").asBoolean()
        && objects.find(resource, pod.namespace(), source.path(name).asText()).isEmpty();
  }

  private static Failure failure(PodView view, ContainerSpec spec, String reason, String message) {
    Failure before = view.memory().failures().get(spec.name());
    return new Failure(reason, message, view.now(), RestartDelays.afterFailure(before));
  }
}
