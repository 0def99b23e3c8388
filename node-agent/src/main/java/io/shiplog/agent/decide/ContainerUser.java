package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;

/**
 * The user that a container runs as, where its image has a say: by number or by name, as the image
 * names it.
 *
 * @param uid the number; null where the image has a name
 * @param name the name; empty where the image has a number
 */
public record ContainerUser(Long uid, String name) {

  /** What an image runs as that names no user. */
  public static final ContainerUser ROOT = new ContainerUser(0L, "");

  /**
   * Refuses a container that may not run as root and would, or might. Source: Kubernetes
   * documentation, "Configure a Security Context" and core/v1 SecurityContext.runAsNonRoot; the
   * words are a kubelet's.
   *
   * @param image the user of the container's image
   * @throws ConfigProblem if it is to be refused
   */
  public static void check(KubeObject pod, JsonNode container, ContainerUser image) {
    if (!setting(pod, container, "runAsNonRoot").asBoolean()) {
      return;
    }
    JsonNode desired = setting(pod, container, "runAsUser");
    String where =
        " (pod: \"%s_%s(%s)\", container: %s)"
            .formatted(pod.name(), pod.namespace(), pod.uid(), container.path("name").asText());
    if (desired.isNumber()) {
      if (desired.asLong() == 0) {
        throw refused("container's runAsUser breaks non-root policy" + where);
      }
    } else if (image.uid() == null) {
      throw refused(
          "container has runAsNonRoot and image has non-numeric user (%s),".formatted(image.name())
              + " cannot verify user is non-root"
              + where);
    } else if (image.uid() == 0) {
      throw refused("container has runAsNonRoot and image will run as root" + where);
    }
  }

  /** A field of the container's securityContext, or of the pod's where the container has none. */
  public static JsonNode setting(KubeObject pod, JsonNode container, String field) {
    JsonNode own = container.path("securityContext");
    return own.hasNonNull(field) ? own.path(field) : pod.spec().path("securityContext").path(field);
  }

  private static ConfigProblem refused(String message) {
    return new ConfigProblem("CreateContainerConfigError", message);
  }
}
