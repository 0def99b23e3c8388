package io.shiplog.agent.pod;

import io.grpc.StatusRuntimeException;
import io.shiplog.agent.decide.ContainerSpec;
import io.shiplog.agent.decide.ContainerUser;
import io.shiplog.agent.decide.Credential;
import io.shiplog.agent.decide.Failures;
import io.shiplog.agent.decide.ImageName;
import io.shiplog.agent.decide.ImagePlan;
import io.shiplog.agent.decide.PodAction;
import io.shiplog.agent.decide.PodMemory;
import io.shiplog.agent.decide.PodMemory.Failure;
import io.shiplog.agent.decide.PodMemory.Image;
import io.shiplog.agent.decide.PodMemory.ImageState;
import io.shiplog.agent.decide.PodView;
import io.shiplog.agent.decide.PullSecrets;
import io.shiplog.agent.decide.RestartDelays;
import io.shiplog.agent.image.Images;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.model.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Sees to it that the images of one pod are on the node, without holding the pod up. */
final class ImageSteps {

  private static final Logger LOG = Logger.getLogger(ImageSteps.class);

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
    ContainerSpec spec = ContainerSpec.named(pod, step.container());
    ImagePlan plan;
    try {
      boolean named = ImageName.of(spec.image()).problem().isEmpty();
      plan = ImagePlan.of(spec, named && images.present(spec.image()));
    } catch (StatusRuntimeException e) {
      if (Cri.busy(e)) {
        throw e;
      }
      String message = "Failed to inspect image \"%s\": %s".formatted(spec.image(), Cri.message(e));
      plan = new ImagePlan.Refuse("InspectFailed", "ImageInspectError", message);
    }
    switch (plan) {
      case ImagePlan.Use use -> {
        context.events().normal(pod, spec.name(), "Pulled", use.message());
        remember(spec, new Image(spec.image(), ImageState.PRESENT, step.attempt(), null));
      }
      case ImagePlan.Refuse refuse -> refused(pod, spec, step.attempt(), refuse);
      case ImagePlan.Pull pull -> {
        Failure last = lastFailure(view.memory(), spec);
        Image pulling = new Image(spec.image(), ImageState.PULLING, step.attempt(), last);
        remember(spec, pulling);
        context.events().normal(pod, spec.name(), "Pulling", pull.message());
        context.threads().execute(() -> pull(pod, spec, pulling));
        return false;
      }
    }
    return true;
  }

  /** The user that the container's image names. */
  ContainerUser user(ContainerSpec spec) {
    return images.user(spec.image());
  }

  /** No registry is asked; the node is, soon again. */
  private void refused(KubeObject pod, ContainerSpec spec, int attempt, ImagePlan.Refuse refuse) {
    context.events().warning(pod, spec.name(), refuse.event(), refuse.message());
    context.events().warning(pod, spec.name(), "Failed", "Error: " + refuse.reason());
    Instant now = context.clock().instant();
    Failure failure = new Failure(refuse.reason(), refuse.message(), now, RestartDelays.FIRST);
    remember(spec, new Image(spec.image(), ImageState.FAILED, attempt, failure));
  }

  private void pull(KubeObject pod, ContainerSpec spec, Image pulling) {
    Instant begin = context.clock().instant();
    try {
      images.pull(spec.image(), credentials(pod, spec));
      Duration took = Duration.between(begin, context.clock().instant());
      String message =
          "Successfully pulled image \"" + spec.image() + "\" in " + took.toMillis() + "ms";
      context.events().normal(pod, spec.name(), "Pulled", message);
      replace(spec, pulling, pulling.present());
    } catch (StatusRuntimeException e) {
      pullFailed(pod, spec, pulling, Cri.message(e));
    } catch (RuntimeException e) {
      LOG.warnf(e, "image %s could not be pulled", spec.image());
      pullFailed(pod, spec, pulling, Failures.words(e));
    } finally {
      pods.poke(uid);
    }
  }

  private void pullFailed(KubeObject pod, ContainerSpec spec, Image pulling, String why) {
    String message = "Failed to pull image \"" + spec.image() + "\": " + why;
    context.events().warning(pod, spec.name(), "Failed", message);
    context.events().warning(pod, spec.name(), "Failed", "Error: ErrImagePull");
    Duration delay = RestartDelays.afterFailure(pulling.failure());
    Instant now = context.clock().instant();
    Image failed = pulling.failed(new Failure("ErrImagePull", why, now, delay));
    if (replace(spec, pulling, failed)) {
      context.timer().schedule(() -> backOff(pod, spec, failed), 2, TimeUnit.SECONDS);
    }
  }

  /** What the pod brings along for the image's registry. */
  private List<Credential> credentials(KubeObject pod, ContainerSpec spec) {
    List<String> missing = PullSecrets.missing(pod, pods);
    if (!missing.isEmpty()) {
      String names = String.join(", ", missing);
      String message =
          "Unable to retrieve some image pull secrets (%s); ".formatted(names)
              + "attempting to pull the image may not succeed.";
      context.events().warning(pod, "", "FailedToRetrieveImagePullSecret", message);
    }
    return PullSecrets.of(pod, pods, ImageName.of(spec.image()));
  }

  /** What is shown as ErrImagePull becomes ImagePullBackOff after a moment. */
  private void backOff(KubeObject pod, ContainerSpec spec, Image failed) {
    Failure why = failed.failure();
    String what = "Back-off pulling image \"" + spec.image() + "\"";
    String message = what + ": " + why.reason() + ": " + why.message();
    Failure shown = new Failure("ImagePullBackOff", message, why.since(), why.delay());
    if (replace(spec, failed, failed.failed(shown))) {
      context.events().normal(pod, spec.name(), "BackOff", what);
      context.events().warning(pod, spec.name(), "Failed", "Error: ImagePullBackOff");
      pods.poke(uid);
    }
  }

  /** The last failure, if it was about the image that the container has now. */
  private static Failure lastFailure(PodMemory memory, ContainerSpec spec) {
    Image before = memory.images().get(spec.name());
    return before != null && before.name().equals(spec.image()) ? before.failure() : null;
  }

  private void remember(ContainerSpec spec, Image image) {
    memory.updateAndGet(m -> m.withImage(spec.name(), image));
  }

  /** Remembers what became of an image unless something else began meanwhile; tells whether. */
  private boolean replace(ContainerSpec spec, Image before, Image after) {
    PodMemory now =
        memory.updateAndGet(
            m -> before.equals(m.images().get(spec.name())) ? m.withImage(spec.name(), after) : m);
    return after.equals(now.images().get(spec.name()));
  }
}
