package io.shiplog.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.e2e.support.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What people see of images that come from a registry, and of those that do not come. */
final class RegistryTour {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Installation cluster;
  private final Registry registry;
  private final Registry locked;

  /**
   * Prepares a tour.
   *
   * @param registry that anybody may use
   * @param locked that asks for a password
   */
  RegistryTour(Installation cluster, Registry registry, Registry locked) {
    this.cluster = cluster;
    this.registry = registry;
    this.locked = locked;
  }

  /** The whole way; the pods are gone afterwards. */
  void run() throws IOException {
    missing();
    pulled();
    never();
    unlocks();
    appears();
    cluster.kubectl("delete", "pods", "-l", "tour=registry", "--grace-period=1").ok();
  }

  /** A pod of one container, with further arguments for {@code kubectl run}. */
  private void start(String pod, String image, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", pod, "--labels=tour=registry", "--image=" + image));
    arguments.addAll(List.of(more));
    cluster.kubectl(arguments.toArray(String[]::new)).ok();
  }

  /** What {@code kubectl run} takes to change the pod it makes. */
  private static String json(String overrides) {
    return "--overrides=" + overrides.replace('\'', '"');
  }

  /** Pods whose image nobody has. Nothing else waits for them. */
  private void missing() {
    start("late", registry.name("team/late:1"));
    // kubectl itself refuses such a name as an argument.
    String container =
        "{'name': 'unnameable', 'image': '%s'}".formatted(registry.name("Team/web:1"));
    String spec = "{'spec': {'containers': [%s]}}".formatted(container);
    start("unnameable", registry.name("any"), json(spec));
    start("nobody", "127.0.0.1:1/web:1");
  }

  private void pulled() throws IOException {
    String image = registry.name("team/web:1");
    String first = registry.push("team/web:1", "first");
    start("first", image);
    JsonNode status = awaitWord("first", "first");
    assertThat(status.path("image").asText()).isEqualTo(image);
    assertThat(status.path("imageID").asText()).isEqualTo(registry.name("team/web@" + first));
    awaitEvents("first", "Pulling image \"" + image, "Successfully pulled image \"" + image);

    registry.push("team/web:1", "second");
    start("kept", image);
    awaitWord("kept", "first");
    awaitEvents("kept", "Container image \"" + image + "\" already present on machine");
    start("fresh", image, "--image-pull-policy=Always");
    awaitWord("fresh", "second");
    start("exact", registry.name("team/web@" + first));
    awaitWord("exact", "first");
    assertThat(status("first").path("image").asText()).isEqualTo(image);

    registry.push("team/web:2", "third");
    cluster.kubectl("set", "image", "pod/kept", "kept=" + registry.name("team/web:2")).ok();
    assertThat(awaitWord("kept", "third").path("restartCount").asInt()).isEqualTo(1);
  }

  private void never() throws IOException {
    registry.push("team/unpulled:1", "unpulled");
    start("never", registry.name("team/unpulled:1"), "--image-pull-policy=Never");
    awaitWaiting("never", "ErrImageNeverPull", "is not present with pull policy of Never");
    awaitWaiting("unnameable", "InvalidImageName", "repository name must be lowercase");
    awaitWaiting("nobody", "ImagePullBackOff", "connection refused");
  }

  private void unlocks() throws IOException {
    String image = locked.name("team/private:1");
    locked.push("team/private:1", "unlocked");
    start("locked-out", image);
    start("with-key", image, json("{'spec': {'imagePullSecrets': [{'name': 'key'}]}}"));
    awaitWaiting("locked-out", "ImagePullBackOff", "401 Unauthorized");
    awaitWaiting("with-key", "ImagePullBackOff", "401 Unauthorized");
    awaitEvents("with-key", "Unable to retrieve some image pull secrets (key)");
    cluster
        .kubectl(
            "create",
            "secret",
            "docker-registry",
            "key",
            "--docker-server=" + locked.address(),
            "--docker-username=" + Registry.USER,
            "--docker-password=" + Registry.PASSWORD)
        .ok();
    awaitWord("with-key", "unlocked");
    cluster.kubectl("delete", "secret", "key").ok();
  }

  private void appears() throws IOException {
    awaitWaiting("late", "ImagePullBackOff", "Back-off pulling image", "not found");
    awaitEvents("late", "Failed to pull image", "Error: ErrImagePull", "Back-off pulling image");
    registry.push("team/late:1", "at last");
    assertThat(awaitWord("late", "at last").path("restartCount").asInt()).isZero();
  }

  /** Waits until a pod's container has said its word; returns the container's status. */
  private JsonNode awaitWord(String pod, String word) {
    Await.until(
        pod + " says " + word,
        PATIENCE,
        () -> cluster.kubectl("logs", pod).output().strip(),
        word::equals);
    return Await.until(
        pod + " is ready", PATIENCE, () -> status(pod), s -> s.path("ready").asBoolean());
  }

  private void awaitWaiting(String pod, String reason, String... words) {
    JsonNode waiting =
        Await.until(
            pod + " waits: " + reason,
            PATIENCE,
            () -> status(pod).path("state").path("waiting"),
            state -> state.path("reason").asText().equals(reason));
    assertThat(waiting.path("message").asText()).contains(words);
  }

  private void awaitEvents(String pod, String... words) {
    Await.until(
        "events of " + pod + ": " + List.of(words),
        PATIENCE,
        () -> cluster.kubectl("get", "events", "--field-selector=involvedObject.name=" + pod).ok(),
        events -> List.of(words).stream().allMatch(events::contains));
  }

  private JsonNode status(String pod) {
    return cluster.get("pod", pod).path("status").path("containerStatuses").path(0);
  }
}
