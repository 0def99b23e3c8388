package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import java.util.ArrayList;
import java.util.List;

/**
 * One container as a pod's spec asks for it.
 *
 * @param json the entry in the spec
 * @param kind which part it plays
 */
public record ContainerSpec(JsonNode json, Kind kind) {

  /** The part a container plays in its pod. */
  public enum Kind {
    /** Runs to its end before the next one starts. */
    INIT,
    /** An init container with restartPolicy Always: started in order, then kept running. */
    SIDECAR,
    /** One of {@code spec.containers}. */
    MAIN
  }

  /** All containers of a pod, init containers first, each in the order of the spec. */
  public static List<ContainerSpec> all(KubeObject pod) {
    List<ContainerSpec> specs = new ArrayList<>();
    for (JsonNode json : pod.spec().path("initContainers")) {
      boolean sidecar = "Always".equals(json.path("restartPolicy").asText());
      specs.add(new ContainerSpec(json, sidecar ? Kind.SIDECAR : Kind.INIT));
    }
    pod.spec()
        .path("containers")
        .forEach(json -> specs.add(new ContainerSpec(json, ContainerSpec.Kind.MAIN)));
    return specs;
  }

  /** The containers of one kind. */
  public static List<ContainerSpec> of(KubeObject pod, Kind kind) {
    return all(pod).stream().filter(spec -> spec.kind == kind).toList();
  }

  /**
   * The container of that name.
   *
   * @throws IllegalStateException if the pod has none
   */
  public static ContainerSpec named(KubeObject pod, String name) {
    return all(pod).stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no container " + name + " in the spec"));
  }

  public String name() {
    return json.path("name").asText();
  }

  public String image() {
    return json.path("image").asText();
  }

  /** The pull policy, or what the API would have filled in: Always for latest. */
  public String pullPolicy() {
    String policy = json.path("imagePullPolicy").asText("");
    if (!policy.isEmpty()) {
      return policy;
    }
    return ImageName.of(image()).latest() ? "Always" : "IfNotPresent";
  }

  public boolean main() {
    return kind == Kind.MAIN;
  }

  /** Whether it has a probe of that kind: {@code startupProbe} and so on. */
  public boolean probed(String probe) {
    return json.path(probe).isObject();
  }

  /** Whether a container that was made by an earlier spec is to make room for another. */
  boolean changed(Observed.Container made) {
    String now = ImageName.of(image()).full();
    return kind != Kind.INIT && !image().isEmpty() && !now.equals(made.image());
  }

  /**
   * Whether a container that has ended is to run again (core/v1 restartPolicy). One whose image was
   * changed is, whatever the policy.
   */
  boolean restarts(String podPolicy, Observed.Container ended) {
    int exitCode = ended.exitCode();
    if (changed(ended)) {
      return true;
    }
    return switch (kind) {
      case SIDECAR -> true;
      case INIT -> exitCode != 0 && !podPolicy.equals("Never");
      case MAIN ->
          switch (podPolicy) {
            case "Never" -> false;
            case "OnFailure" -> exitCode != 0;
            default -> true;
          };
    };
  }

  /** The ports of a container; missing where the pod or the container is unknown. */
  public static JsonNode portsOf(KubeObject pod, String container) {
    if (pod != null) {
      for (ContainerSpec spec : all(pod)) {
        if (spec.name().equals(container)) {
          return spec.json.path("ports");
        }
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  /** The pod's restart policy, Always where it has none. */
  public static String restartPolicy(KubeObject pod) {
    return pod.spec().path("restartPolicy").asText("Always");
  }
}
