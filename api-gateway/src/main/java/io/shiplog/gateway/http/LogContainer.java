package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * Which container's log is meant, and whether there is one yet. Pure. The words are
 * kube-apiserver's and kubelet's.
 */
final class LogContainer {

  private LogContainer() {}

  /**
   * The container of that name, or the only one.
   *
   * @throws ApiException 400 if there is no such container, or the choice is not clear
   */
  static String choose(KubeObject pod, String name) {
    List<String> containers = names(pod, "containers");
    List<String> initial = names(pod, "initContainers");
    if (!name.isEmpty()) {
      boolean known =
          containers.contains(name)
              || initial.contains(name)
              || names(pod, "ephemeralContainers").contains(name);
      if (!known) {
        throw bad("container " + name + " is not valid for pod " + pod.name());
      }
      return name;
    }
    if (containers.size() == 1) {
      return containers.getFirst();
    }
    String choice =
        "a container name must be specified for pod "
            + pod.name()
            + ", choose one of: ["
            + String.join(" ", containers)
            + "]";
    if (!initial.isEmpty()) {
      choice += " or one of the init containers: [" + String.join(" ", initial) + "]";
    }
    throw bad(choice);
  }

  /**
   * Checks that a container has run.
   *
   * @param previous whether the log of its life before is meant
   * @throws ApiException 400 if it has not
   */
  static void requireLog(KubeObject pod, String container, boolean previous) {
    String which = "\"" + container + "\" in pod \"" + pod.name() + "\"";
    JsonNode status = status(pod, container);
    boolean ranBefore = status.path("lastState").has("terminated");
    if (previous) {
      if (!ranBefore) {
        throw bad("previous terminated container " + which + " not found");
      }
      return;
    }
    JsonNode state = status.path("state");
    if (state.has("running") || state.has("terminated") || ranBefore) {
      return;
    }
    boolean pending = Json.text(pod.json(), "status", "phase").equals("Pending");
    if (status.isMissingNode() && !pending) {
      throw bad("container " + which + " is not available");
    }
    String reason = state.path("waiting").path("reason").asText("ContainerCreating");
    String why =
        switch (reason) {
          case "ErrImagePull" -> "image can't be pulled";
          case "ImagePullBackOff" -> "trying and failing to pull image";
          default -> reason;
        };
    throw bad("container " + which + " is waiting to start: " + why);
  }

  private static JsonNode status(KubeObject pod, String container) {
    for (String list :
        List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")) {
      for (JsonNode status : pod.status().path(list)) {
        if (container.equals(status.path("name").asText())) {
          return status;
        }
      }
    }
    return pod.status().path("none");
  }

  private static List<String> names(KubeObject pod, String list) {
    List<String> names = new ArrayList<>();
    pod.spec().path(list).forEach(container -> names.add(container.path("name").asText()));
    return names;
  }

  private static ApiException bad(String message) {
    return new ApiException(Status.badRequest(message));
  }
}
