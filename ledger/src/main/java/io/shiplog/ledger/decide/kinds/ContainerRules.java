package io.shiplog.ledger.decide.kinds;

import java.util.List;
import java.util.Set;

/** What a container must be. Source: the API reference of Container. */
final class ContainerRules {

  private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
  private static final List<String> MESSAGE_POLICIES = List.of("File", "FallbackToLogsOnError");
  private static final List<String> FOR_LONG_RUNNING =
      List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");
  private static final List<String> NOT_EPHEMERAL =
      List.of("ports", "lifecycle", "livenessProbe", "readinessProbe", "startupProbe");

  private ContainerRules() {}

  /** Why a container is in the pod. */
  enum Role {
    MAIN,
    INIT,
    /** An init container that keeps running: {@code restartPolicy: Always}. */
    SIDECAR,
    EPHEMERAL;

    static Role of(String list, Field container) {
      return switch (list) {
        case "initContainers" ->
            container.at("restartPolicy").text().equals("Always") ? SIDECAR : INIT;
        case "ephemeralContainers" -> EPHEMERAL;
        default -> MAIN;
      };
    }
  }

  static void check(Field container, Role role, Set<String> volumes, Problems problems) {
    problems.demand(container.at("name"), Formats::dnsLabel);
    image(container.at("image"), problems);
    problems.demandOneOf(container.at("terminationMessagePolicy"), MESSAGE_POLICIES);
    problems.demandOneOf(container.at("imagePullPolicy"), PULL_POLICIES);
    role(container, role, problems);
    PortRules.check(container.at("ports"), problems);
    EnvRules.check(container, problems);
    MountRules.check(container, volumes, problems);
    ResourceRules.check(container.at("resources"), problems);
    SecurityContextRules.container(container.at("securityContext"), problems);
    if (role == Role.MAIN || role == Role.SIDECAR) {
      ProbeRules.check(container, problems);
    }
  }

  private static void image(Field image, Problems problems) {
    if (image.isEmpty()) {
      problems.required(image, "");
    } else if (!image.text().equals(image.text().strip())) {
      problems.invalid(image, "must not have leading or trailing whitespace");
    }
  }

  private static void role(Field container, Role role, Problems problems) {
    if (role == Role.INIT) {
      for (String name : FOR_LONG_RUNNING) {
        if (container.at(name).isSet()) {
          problems.forbidden(
              container.at(name),
              "may not be set for init containers without restartPolicy=Always");
        }
      }
    }
    if (role == Role.EPHEMERAL) {
      for (String name : NOT_EPHEMERAL) {
        if (!container.at(name).isEmpty()) {
          problems.forbidden(container.at(name), "cannot be set for an Ephemeral Container");
        }
      }
    }
    Field restartPolicy = container.at("restartPolicy");
    if (role == Role.INIT && !restartPolicy.isEmpty()) {
      problems.oneOf(restartPolicy, List.of("Always"));
    } else if (role == Role.MAIN && !restartPolicy.isEmpty()) {
      problems.forbidden(restartPolicy, "may not be set for non-init containers");
    }
  }
}
