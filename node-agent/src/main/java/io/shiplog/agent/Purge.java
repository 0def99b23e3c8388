package io.shiplog.agent;

import io.grpc.StatusRuntimeException;
import io.shiplog.agent.machine.Polling;
import io.shiplog.agent.machine.Shell;
import io.shiplog.agent.network.PodRouting;
import io.shiplog.agent.pod.Leftovers;
import io.shiplog.agent.runtime.Containerd;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.agent.runtime.Shims;
import io.shiplog.agent.runtime.cri.Container;
import io.shiplog.agent.runtime.cri.ListContainersRequest;
import io.shiplog.agent.runtime.cri.ListPodSandboxRequest;
import io.shiplog.agent.runtime.cri.PodSandbox;
import io.shiplog.agent.runtime.cri.RemoveContainerRequest;
import io.shiplog.agent.runtime.cri.RemovePodSandboxRequest;
import io.shiplog.agent.runtime.cri.StopContainerRequest;
import io.shiplog.agent.runtime.cri.StopPodSandboxRequest;
import io.shiplog.agent.volume.FileTrees;
import io.shiplog.agent.volume.Mounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes away everything an agent made on its machine. The agent must not run. */
public final class Purge {

  /** For what somebody else has to finish first, such as a container that is just being made. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final List<String> NFT = List.of("nft", "-f", "-");

  private final AgentConfig config;

  public Purge(AgentConfig config) {
    this.config = config;
  }

  /**
   * Stops and removes containers, sandboxes with their addresses and network namespaces,
   * containerd, mounts, cgroups, the nftables tables, and the agent's home. May be repeated.
   *
   * @throws IllegalStateException if something does not go; the home stays then, so that it is
   *     found again
   */
  public void run() {
    if (!Files.isDirectory(config.home())) {
      return;
    }
    stop();
    for (String table : List.of(config.masqueradeTable(), config.serviceTable())) {
      Shell.run("table ip %1$s\ndelete table ip %1$s\n".formatted(table), NFT);
    }
    PodRouting.remove();
    // A cgroup is in use for a moment after its last process has ended.
    if (!Polling.within(PATIENCE, () -> Leftovers.removeCgroups(config.cgroupParent()))) {
      throw new IllegalStateException("the cgroup " + config.cgroupParent() + " is still in use");
    }
    Mounts.release(config.home());
    try {
      FileTrees.delete(config.containerdSocket().getParent());
      FileTrees.delete(config.home());
    } catch (IOException e) {
      throw new UncheckedIOException(config.home() + " cannot be removed", e);
    }
  }

  /**
   * Stops and removes containers and sandboxes, and stops containerd. May be repeated.
   *
   * @throws IllegalStateException if one does not go
   */
  public void stop() {
    Containerd containerd = new Containerd(config);
    if (Files.isDirectory(config.containerdHome().resolve("root"))) {
      containerd.ensureRunning();
      try (Cri cri = new Cri(config.containerdSocket())) {
        List<String> left = new ArrayList<>();
        if (!Polling.within(PATIENCE, () -> removeAll(cri, left))) {
          throw new IllegalStateException(
              "not removed: " + String.join("; ", left) + ". See " + containerd.logFile());
        }
      }
      containerd.stop();
      Shims.end(config.containerdSocket());
    }
  }

  /**
   * Removes all that there is; more than one look is needed where a sandbox is just being made.
   *
   * @param left what could not be removed this time, and why
   * @return whether there was nothing left
   */
  private static boolean removeAll(Cri cri, List<String> left) {
    Collection<String> failures = new ConcurrentLinkedQueue<>();
    var runtime = cri.runtime().withWaitForReady();
    List<Container> containers =
        runtime.listContainers(ListContainersRequest.getDefaultInstance()).getContainersList();
    List<PodSandbox> sandboxes =
        runtime.listPodSandbox(ListPodSandboxRequest.getDefaultInstance()).getItemsList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      containers.forEach(it -> threads.execute(() -> remove(cri, it, failures)));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      sandboxes.forEach(it -> threads.execute(() -> remove(cri, it, failures)));
    }
    left.clear();
    left.addAll(failures);
    return containers.isEmpty() && sandboxes.isEmpty();
  }

  private static void remove(Cri cri, Container container, Collection<String> failures) {
    String id = container.getId();
    try {
      cri.runtime().stopContainer(StopContainerRequest.newBuilder().setContainerId(id).build());
      cri.runtime().removeContainer(RemoveContainerRequest.newBuilder().setContainerId(id).build());
    } catch (StatusRuntimeException e) {
      failures.add("container " + id + " (" + Cri.message(e) + ")");
    }
  }

  private static void remove(Cri cri, PodSandbox sandbox, Collection<String> failures) {
    String id = sandbox.getId();
    try {
      cri.runtime().stopPodSandbox(StopPodSandboxRequest.newBuilder().setPodSandboxId(id).build());
      cri.runtime()
          .removePodSandbox(RemovePodSandboxRequest.newBuilder().setPodSandboxId(id).build());
    } catch (StatusRuntimeException e) {
      failures.add("sandbox " + id + " (" + Cri.message(e) + ")");
    }
  }
}
