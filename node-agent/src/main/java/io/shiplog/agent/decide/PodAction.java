package io.shiplog.agent.decide;

import java.time.Duration;

/** One step that brings a pod nearer to its desired state. Data; the runtime carries it out. */
public sealed interface PodAction {

  /** Make and start a sandbox. */
  record CreateSandbox(int attempt) implements PodAction {}

  /** Stop a sandbox and give its address back. */
  record StopSandbox(String id) implements PodAction {}

  /** Remove a stopped sandbox with the containers in it. */
  record RemoveSandbox(String id) implements PodAction {}

  /** See to it that the image for a start of a container is there, by its pull policy. */
  record EnsureImage(String container, int attempt) implements PodAction {}

  /**
   * Make and start a container.
   *
   * @param restartDelay how long to wait after its end before it is started again
   */
  record StartContainer(String container, int attempt, String sandboxId, Duration restartDelay)
      implements PodAction {}

  /**
   * Stop a container.
   *
   * @param id the container's id
   * @param graceSeconds between the polite signal and the other one, preStop hook included
   * @param message for the event, or empty
   */
  record KillContainer(String id, String container, long graceSeconds, String message)
      implements PodAction {}

  /** Remove a container that has ended. */
  record RemoveContainer(String id) implements PodAction {}

  /** Everything is gone from this node: let go of volumes, then let the object go. */
  record FinishDelete() implements PodAction {}

  /** A pod that is no longer desired is gone from this node: let go of volumes and logs. */
  record Forget() implements PodAction {}
}
