package io.shiplog.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.launcher.Manifests.Manifest;
import io.shiplog.model.Catalogue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Follows a Deployment until its replicas are there, saying what it waits for. */
final class Rollout {

  private final ApiClient api;
  private final Screen screen;

  Rollout(ApiClient api, Screen screen) {
    this.api = api;
    this.screen = screen;
  }

  /** A condition that reports progress each time it is asked, for {@link Waiting}. */
  BooleanSupplier of(Manifest manifest) {
    return () -> manifest.type() != Catalogue.DEPLOYMENTS || finished(manifest);
  }

  private boolean finished(Manifest manifest) {
    JsonNode deployment = api.read(manifest.path());
    JsonNode status = deployment.path("status");
    int wanted = deployment.path("spec").path("replicas").asInt(1);
    int updated = status.path("updatedReplicas").asInt();
    int available = status.path("availableReplicas").asInt();
    boolean observed =
        status.path("observedGeneration").asLong()
            >= deployment.path("metadata").path("generation").asLong();
    boolean done =
        observed
            && updated >= wanted
            && available >= wanted
            && status.path("replicas").asInt() == updated;
    String why = done ? "" : waitingFor(manifest, deployment);
    screen.progress(
        "%s: %d of %d replicas available%s".formatted(manifest.label(), available, wanted, why));
    return done;
  }

  /** What the pods say they wait for, each reason once. */
  private String waitingFor(Manifest manifest, JsonNode deployment) {
    StringBuilder selector = new StringBuilder();
    deployment
        .path("spec")
        .path("selector")
        .path("matchLabels")
        .properties()
        .forEach(
            label ->
                selector
                    .append(selector.isEmpty() ? "" : ",")
                    .append(label.getKey())
                    .append('=')
                    .append(label.getValue().asText()));
    String path =
        "/api/v1/namespaces/%s/pods?labelSelector=%s"
            .formatted(
                manifest.namespace(),
                URLEncoder.encode(selector.toString(), StandardCharsets.UTF_8));
    Set<String> reasons = new LinkedHashSet<>();
    for (JsonNode pod : api.read(path).path("items")) {
      pod.path("status").path("conditions").forEach(c -> addUnschedulable(reasons, c));
      for (JsonNode container : pod.path("status").path("containerStatuses")) {
        JsonNode waiting = container.path("state").path("waiting");
        if (!waiting.isMissingNode()) {
          String message = waiting.path("message").asText("");
          String reason = waiting.path("reason").asText("waiting");
          reasons.add(message.isEmpty() ? reason : reason + ": " + message);
        }
      }
    }
    return reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
  }

  private static void addUnschedulable(Set<String> reasons, JsonNode condition) {
    if ("PodScheduled".equals(condition.path("type").asText())
        && "False".equals(condition.path("status").asText())) {
      reasons.add(condition.path("message").asText(condition.path("reason").asText()));
    }
  }
}
