package io.shiplog.deployment.decide.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.util.Optional;

/**
 * The conditions of a Deployment, as {@code kubectl rollout status} and {@code kubectl wait} read
 * them: Available, and Progressing with a deadline.
 */
final class Progress {

  static final String AVAILABLE = "Available";
  static final String PROGRESSING = "Progressing";
  static final String COMPLETE = "NewReplicaSetAvailable";
  static final String TIMED_OUT = "ProgressDeadlineExceeded";
  private static final String PAUSED = "DeploymentPaused";

  private Progress() {}

  /**
   * Brings the conditions in line with the numbers.
   *
   * @param status the next status, its numbers counted; its conditions are replaced
   * @return when a deadline will pass if nothing happens; empty if none is running
   */
  static Optional<Instant> judge(Rollout rollout, ObjectNode status, Instant now) {
    Conditions conditions = new Conditions(status, now);
    available(rollout, status, conditions);
    Optional<Instant> deadline = Optional.empty();
    if (deadlineSeconds(rollout.deployment()).isEmpty()) {
      conditions.remove(PROGRESSING);
    } else if (pauseChanged(rollout, conditions) || rollout.paused()) {
      deadline = Optional.empty(); // Time does not run while the rollout rests.
    } else {
      progressing(rollout, status, conditions, now);
      deadline = deadline(rollout.deployment(), conditions);
    }
    status.set("conditions", conditions.json());
    return deadline;
  }

  private static void available(Rollout rollout, JsonNode status, Conditions conditions) {
    if (status.path("availableReplicas").asInt(0) >= rollout.bounds().fewest()) {
      conditions.set(
          AVAILABLE, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.");
    } else {
      conditions.set(
          AVAILABLE,
          "False",
          "MinimumReplicasUnavailable",
          "Deployment does not have minimum availability.");
    }
  }

  /** A pause stops the clock of the deadline, a resumption starts it anew. */
  private static boolean pauseChanged(Rollout rollout, Conditions conditions) {
    boolean known = conditions.reason(PROGRESSING).equals(PAUSED);
    if (conditions.reason(PROGRESSING).equals(TIMED_OUT) || rollout.paused() == known) {
      return false;
    }
    if (rollout.paused()) {
      conditions.set(PROGRESSING, "Unknown", PAUSED, "Deployment is paused");
    } else {
      conditions.set(PROGRESSING, "Unknown", "DeploymentResumed", "Deployment is resumed");
    }
    return true;
  }

  private static void progressing(
      Rollout rollout, JsonNode status, Conditions conditions, Instant now) {
    introduce(rollout, conditions);
    boolean settled =
        conditions.reason(PROGRESSING).equals(COMPLETE)
            && status.path("replicas").asInt(0) == status.path("updatedReplicas").asInt(0);
    if (settled) {
      return;
    }
    if (DeploymentStatus.complete(rollout.deployment(), status)) {
      conditions.set(PROGRESSING, "True", COMPLETE, who(rollout) + " has successfully progressed.");
    } else if (DeploymentStatus.progressed(rollout.deployment().status(), status)) {
      conditions.replace(
          PROGRESSING, "True", "ReplicaSetUpdated", who(rollout) + " is progressing.");
    } else if (timedOut(rollout.deployment(), conditions, now)) {
      conditions.set(PROGRESSING, "False", TIMED_OUT, who(rollout) + " has timed out progressing.");
    }
  }

  /** A new template's rollout begins: the deadline counts from here. */
  private static void introduce(Rollout rollout, Conditions conditions) {
    if (rollout.current() == null) {
      String name = NewReplicaSets.name(rollout.deployment());
      String message = "Created new replica set \"" + name + "\"";
      if (!conditions.message(PROGRESSING).equals(message)) {
        conditions.replace(PROGRESSING, "True", "NewReplicaSetCreated", message);
      }
      return;
    }
    String reason = conditions.reason(PROGRESSING);
    boolean another =
        (reason.equals(COMPLETE) || reason.equals(TIMED_OUT))
            && !conditions.message(PROGRESSING).contains("\"" + rollout.current().name() + "\"");
    if (reason.isEmpty() || another) {
      conditions.replace(
          PROGRESSING,
          "True",
          "FoundNewReplicaSet",
          "Found new replica set \"" + rollout.current().name() + "\"");
    }
  }

  private static boolean timedOut(KubeObject deployment, Conditions conditions, Instant now) {
    return conditions.reason(PROGRESSING).equals(TIMED_OUT)
        || deadline(deployment, conditions).filter(at -> at.isBefore(now)).isPresent();
  }

  private static Optional<Instant> deadline(KubeObject deployment, Conditions conditions) {
    String reason = conditions.reason(PROGRESSING);
    if (reason.equals(COMPLETE) || reason.equals(TIMED_OUT)) {
      return Optional.empty();
    }
    return conditions
        .updated(PROGRESSING)
        .flatMap(from -> deadlineSeconds(deployment).map(from::plusSeconds));
  }

  /** The largest int stands for no deadline, as in Kubernetes. */
  private static Optional<Long> deadlineSeconds(KubeObject deployment) {
    JsonNode seconds = deployment.spec().path("progressDeadlineSeconds");
    return seconds.isNumber() && seconds.asLong() != Integer.MAX_VALUE
        ? Optional.of(seconds.asLong())
        : Optional.empty();
  }

  private static String who(Rollout rollout) {
    return rollout.current() == null
        ? "Deployment \"" + rollout.deployment().name() + "\""
        : "ReplicaSet \"" + rollout.current().name() + "\"";
  }
}
