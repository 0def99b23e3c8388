package io.shiplog.simulator;

import io.shiplog.agent.decide.Observed;
import io.shiplog.agent.decide.Observed.Container;
import io.shiplog.agent.decide.Observed.Sandbox;
import io.shiplog.agent.decide.Observed.State;
import io.shiplog.agent.decide.PodAction.StartContainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A container runtime in memory. It outlives the agent: containers run on while the agent is away,
 * and are found again.
 */
public final class FakeRuntime {

  /** How a container is to end. */
  private record End(Instant when, int exitCode) {}

  private final int node;
  private final Map<String, Sandbox> sandboxes = new LinkedHashMap<>();
  private final Map<String, String> podOfSandbox = new LinkedHashMap<>();
  private final Map<String, Container> containers = new LinkedHashMap<>();
  private final Map<String, End> ending = new LinkedHashMap<>();
  private final Map<String, Instant> ailing = new LinkedHashMap<>();
  private int made;
  private int version;

  /** The runtime of the node with this number. */
  FakeRuntime(int node) {
    this.node = node;
  }

  /** What there is of a pod. */
  public Observed observe(String uid) {
    List<Sandbox> own = new ArrayList<>();
    List<Container> inside = new ArrayList<>();
    sandboxes.values().stream()
        .filter(sandbox -> podOfSandbox.get(sandbox.id()).equals(uid))
        .forEach(own::add);
    containers.values().stream()
        .filter(container -> podOfSandbox.get(container.sandboxId()).equals(uid))
        .forEach(inside::add);
    return new Observed(own, inside);
  }

  /** The uids of all pods of which there is anything. */
  public Set<String> pods() {
    return new TreeSet<>(podOfSandbox.values());
  }

  /** Every container there is. */
  public List<Container> containers() {
    return List.copyOf(containers.values());
  }

  /** A number that changes whenever anything in here does. */
  public int version() {
    return version;
  }

  /** The pod of a container. */
  public String podOf(Container container) {
    return podOfSandbox.get(container.sandboxId());
  }

  void createSandbox(String uid, int attempt, Instant now) {
    version++;
    made++;
    String id = "sandbox-" + node + "-" + made;
    String ip = "10." + (100 + node) + "." + made / 250 + "." + (2 + made % 250);
    sandboxes.put(id, new Sandbox(id, attempt, true, now, ip));
    podOfSandbox.put(id, uid);
  }

  void stopSandbox(String id) {
    version++;
    Sandbox old = sandboxes.get(id);
    sandboxes.put(id, new Sandbox(id, old.attempt(), false, old.createdAt(), ""));
  }

  void removeSandbox(String id) {
    version++;
    sandboxes.remove(id);
    containers.values().removeIf(container -> container.sandboxId().equals(id));
    podOfSandbox.remove(id);
  }

  void removeContainer(String id) {
    version++;
    containers.remove(id);
  }

  /**
   * Makes a container and starts it.
   *
   * @param works whether the start succeeds; otherwise the container is there and does not run
   * @return its id
   */
  String create(StartContainer start, String image, boolean works, Instant now) {
    version++;
    made++;
    String id = "container-" + node + "-" + made;
    containers.put(
        id,
        new Container(
            id,
            start.sandboxId(),
            start.container(),
            start.attempt(),
            works ? State.RUNNING : State.CREATED,
            now,
            works ? now : null,
            null,
            0,
            "",
            "",
            image,
            "sha256:" + image,
            start.restartDelay()));
    return id;
  }

  /** Has a container end at a time, unless it is to end before that already. */
  void endAt(String id, Instant when, int exitCode) {
    ending.merge(
        id,
        new End(when, exitCode),
        (one, other) -> other.when().isBefore(one.when()) ? other : one);
  }

  /** Has a container answer its readiness probe with a failure until that time. */
  void ail(String id, Instant until) {
    version++;
    ailing.put(id, until);
  }

  /** Whether a container has something that will pass. */
  boolean ailing(Container container, Instant now) {
    return now.isBefore(ailing.getOrDefault(container.id(), Instant.MIN));
  }

  /** Ends a container now. */
  void crash(String id, Instant now) {
    end(id, 1, "Error", now);
  }

  /** Ends everything, as a reboot of the machine does. */
  void reboot(Instant now) {
    for (Container container : List.copyOf(containers.values())) {
      if (container.running()) {
        end(container.id(), 255, "Unknown", now);
      }
    }
    List.copyOf(sandboxes.keySet()).forEach(this::stopSandbox);
  }

  /** Ends what was told to end by now. */
  void advance(Instant now) {
    if (ending.isEmpty()) {
      return;
    }
    Map<String, Integer> ended = new LinkedHashMap<>();
    ending.forEach(
        (id, end) -> {
          if (!end.when().isAfter(now)) {
            ended.put(id, end.exitCode());
          }
        });
    ended.forEach((id, code) -> end(id, code, code == 0 ? "Completed" : "Error", now));
  }

  private void end(String id, int exitCode, String reason, Instant now) {
    ending.remove(id);
    Container old = containers.get(id);
    if (old == null || !old.running()) {
      return;
    }
    version++;
    containers.put(
        id,
        new Container(
            id,
            old.sandboxId(),
            old.name(),
            old.attempt(),
            State.EXITED,
            old.createdAt(),
            old.startedAt(),
            now,
            exitCode,
            reason,
            "",
            old.image(),
            old.imageRef(),
            old.restartDelay()));
  }
}
