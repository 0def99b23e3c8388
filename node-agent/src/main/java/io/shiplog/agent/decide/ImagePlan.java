package io.shiplog.agent.decide;

import java.util.Optional;

/**
 * What is to be done about a container's image before a start of it, by its pull policy (Kubernetes
 * documentation, "Images", "Image pull policy"). The words are those that a kubelet uses.
 */
public sealed interface ImagePlan {

  /** The image is on the node and does. */
  record Use(String message) implements ImagePlan {}

  /** A registry has to give it, or say that it is still the same. */
  record Pull(String message) implements ImagePlan {}

  /**
   * The container cannot start as things are.
   *
   * @param event the reason of the event about it
   * @param reason as in {@code state.waiting.reason}
   */
  record Refuse(String event, String reason, String message) implements ImagePlan {}

  /**
   * The plan for one container.
   *
   * @param present whether the node has an image of that name; of no matter where it is no name
   */
  static ImagePlan of(ContainerSpec spec, boolean present) {
    String image = spec.image();
    Optional<String> problem = ImageName.of(image).problem();
    if (problem.isPresent()) {
      String parsing = "couldn't parse image name \"%s\": %s".formatted(image, problem.get());
      return new Refuse(
          "InspectFailed",
          "InvalidImageName",
          "Failed to apply default image tag \"%s\": %s".formatted(image, parsing));
    }
    String policy = spec.pullPolicy();
    if (present && !policy.equals("Always")) {
      return new Use("Container image \"%s\" already present on machine".formatted(image));
    }
    if (policy.equals("Never")) {
      String message = "Container image \"%s\" is not present with pull policy of Never";
      return new Refuse("ErrImageNeverPull", "ErrImageNeverPull", message.formatted(image));
    }
    return new Pull("Pulling image \"%s\"".formatted(image));
  }
}
