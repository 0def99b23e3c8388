package io.shiplog.agent.runtime;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.shiplog.agent.decide.ContainerSpec;
import io.shiplog.agent.decide.PodAction;
import io.shiplog.agent.decide.PodMemory;
import io.shiplog.agent.decide.PodMemory.Failure;
import io.shiplog.agent.decide.PodMemory.Image;
import io.shiplog.agent.decide.PodMemory.ImageState;
import io.shiplog.agent.decide.PodView;
import io.shiplog.agent.decide.RestartDelays;
import io.shiplog.model.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Sees to it that the images of one pod are on the node, without holding the pod up. */
final class ImageSteps {

  /** What a runtime answers that is starting or overloaded: no word on the image. */
  private static final Set<Status.Code> BUSY =
      Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED);

  private final String uid;
  private final Pods pods;
  private final Pods.PodContext context;
  private final AtomicReference<PodMemory> memory;
  private final Images images;

  ImageSteps(String uid, Pods pods, Pods.PodContext context, AtomicReference<PodMemory> memory) {
    this.uid = uid;
    this.pods = pods;
    this.context = context;
    this.memory = memory;
    this.images = new Images(context.cri());
  }

  /** Looks for the image, or begins to pull it; returns whether to look again at once. */
  boolean ensure(PodView view, PodAction.EnsureImage step) {
    KubeObject pod = view.pod();
    ContainerSpec spec =
        ContainerSpec.all(pod).stream()
            .filter(candidate -> candidate.name().equals(step.container()))
            .findFirst()
            .orElseThrow();
    String policy = policy(spec);
    boolean present;
    try {
      present = images.present(spec.image());
    } catch (StatusRuntimeException e) {
      if (BUSY.contains(e.getStatus().getCode())) {
        throw e;
      }
      String message =
          "Failed to apply default image tag \"" + spec.image() + "\": " + Cri.message(e);
      context.events().warning(pod, spec.name(), "InspectFailed", message);
      failed(spec, step.attempt(), "InvalidImageName", message);
      return true;
    }
    if (present && !policy.equals("Always")) {
      String message = "Container image \"" + spec.image() + "\" already present on machine";
      context.events().normal(pod, spec.name(), "Pulled", message);
      remember(spec, new Image(ImageState.PRESENT, step.attempt(), null));
      return true;
    }
    if (policy.equals("Never")) {
      String message =
          "Container image \"" + spec.image() + "\" is not present with pull policy of Never";
      context.events().warning(pod, spec.name(), "ErrImageNeverPull", message);
      failed(spec, step.attempt(), "ErrImageNeverPull", message);
      return true;
    }
    Image before = view.memory().images().get(spec.name());
    Failure last = before == null ? null : before.failure();
    remember(spec, new Image(ImageState.PULLING, step.attempt(), last));
    context.events().normal(pod, spec.name(), "Pulling", "Pulling image \"" + spec.image() + "\"");
    context.threads().execute(() -> pull(pod, spec, step.attempt()));
    return false;
  }

  private void pull(KubeObject pod, ContainerSpec spec, int attempt) {
    Instant begin = context.clock().instant();
    try {
      images.pull(spec.image());
      Duration took = Duration.between(begin, context.clock().instant());
      String message =
          "Successfully pulled image \"" + spec.image() + "\" in " + took.toMillis() + "ms";
      context.events().normal(pod, spec.name(), "Pulled", message);
      remember(spec, new Image(ImageState.PRESENT, attempt, null));
    } catch (StatusRuntimeException e) {
      String message = "Failed to pull image \"" + spec.image() + "\": " + Cri.message(e);
      context.events().warning(pod, spec.name(), "Failed", message);
      context.events().warning(pod, spec.name(), "Failed", "Error: ErrImagePull");
      failed(spec, attempt, "ErrImagePull", Cri.message(e));
      backOff(pod, spec, attempt);
    } finally {
      pods.poke(uid);
    }
  }

  /** What is shown as ErrImagePull becomes ImagePullBackOff after a moment. */
  private void backOff(KubeObject pod, ContainerSpec spec, int attempt) {
    context
        .timer()
        .schedule(
            () -> {
              String message = "Back-off pulling image \"" + spec.image() + "\"";
              memory.updateAndGet(
                  m -> {
                    Image image = m.images().get(spec.name());
                    boolean still =
                        image != null
                            && image.state() == ImageState.FAILED
                            && image.attempt() == attempt;
                    if (!still) {
                      return m;
                    }
                    Failure f = image.failure();
                    Failure shown = new Failure("ImagePullBackOff", message, f.since(), f.delay());
                    return m.withImage(spec.name(), new Image(ImageState.FAILED, attempt, shown));
                  });
              context.events().normal(pod, spec.name(), "BackOff", message);
              pods.poke(uid);
            },
            2,
            java.util.concurrent.TimeUnit.SECONDS);
  }

  private void failed(ContainerSpec spec, int attempt, String reason, String message) {
    Instant now = context.clock().instant();
    memory.updateAndGet(
        m -> {
          Image before = m.images().get(spec.name());
          Duration delay = RestartDelays.afterFailure(before == null ? null : before.failure());
          Failure failure = new Failure(reason, message, now, delay);
          return m.withImage(spec.name(), new Image(ImageState.FAILED, attempt, failure));
        });
  }

  private void remember(ContainerSpec spec, Image image) {
    memory.updateAndGet(m -> m.withImage(spec.name(), image));
  }

  /** The pull policy, or what the API would have filled in: Always for latest. */
  private static String policy(ContainerSpec spec) {
    String policy = spec.json().path("imagePullPolicy").asText("");
    if (!policy.isEmpty()) {
      return policy;
    }
    String image = spec.image();
    boolean tagged = image.lastIndexOf(':') > image.lastIndexOf('/') || image.contains("@");
    return !tagged || image.endsWith(":latest") ? "Always" : "IfNotPresent";
  }
}
