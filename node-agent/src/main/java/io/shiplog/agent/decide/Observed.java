package io.shiplog.agent.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the container runtime has of one pod.
 *
 * @param sandboxes newest first
 * @param containers newest first
 */
public record Observed(List<Sandbox> sandboxes, List<Container> containers) {

  /** Nothing at all. */
  public static final Observed NOTHING = new Observed(List.of(), List.of());

  public Observed {
    sandboxes =
        sandboxes.stream().sorted(Comparator.comparingInt(Sandbox::attempt).reversed()).toList();
    containers =
        containers.stream().sorted(Comparator.comparingInt(Container::attempt).reversed()).toList();
  }

  /**
   * A pod sandbox.
   *
   * @param attempt 0 for the pod's first sandbox
   * @param ready whether it runs
   * @param ip the pod's address; empty with the host's network, or while it does not run
   */
  public record Sandbox(String id, int attempt, boolean ready, Instant createdAt, String ip) {}

  /** Where a container is in its life. */
  public enum State {
    CREATED,
    RUNNING,
    EXITED,
    UNKNOWN
  }

  /**
   * A container.
   *
   * @param attempt how often a container of this name was started before
   * @param startedAt null until it was started
   * @param finishedAt null until it has ended
   * @param exitCode 0 until it has ended
   * @param reason why it is in this state, such as {@code OOMKilled}
   * @param message what the container left behind, or the runtime's words
   * @param image the image's name in full, as the pod had it when the container was made
   * @param imageRef the image's digest
   * @param restartDelay how long to wait after its end until it is started again
   */
  public record Container(
      String id,
      String sandboxId,
      String name,
      int attempt,
      State state,
      Instant createdAt,
      Instant startedAt,
      Instant finishedAt,
      int exitCode,
      String reason,
      String message,
      String image,
      String imageRef,
      Duration restartDelay) {

    public boolean running() {
      return state == State.RUNNING;
    }

    public boolean exited() {
      return state == State.EXITED;
    }
  }

  /** The newest sandbox, if it runs. */
  public Optional<Sandbox> readySandbox() {
    return sandboxes.stream().findFirst().filter(Sandbox::ready);
  }

  /** The newest container of that name. */
  public Optional<Container> latest(String name) {
    return containers.stream().filter(container -> container.name().equals(name)).findFirst();
  }

  /** The newest container of that name in that sandbox. */
  public Optional<Container> latestIn(String sandboxId, String name) {
    return latest(name).filter(container -> container.sandboxId().equals(sandboxId));
  }

  /** The container before the newest of that name. */
  public Optional<Container> previous(String name) {
    return containers.stream()
        .filter(container -> container.name().equals(name))
        .skip(1)
        .findFirst();
  }

  public List<Container> running() {
    return containers.stream().filter(Container::running).toList();
  }
}
