package io.shiplog.agent.runtime;

import io.grpc.StatusRuntimeException;
import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.runtime.cri.Container;
import io.shiplog.agent.runtime.cri.ListContainersRequest;
import io.shiplog.agent.runtime.cri.ListPodSandboxRequest;
import io.shiplog.agent.runtime.cri.PodSandbox;
import io.shiplog.agent.runtime.cri.RemoveContainerRequest;
import io.shiplog.agent.runtime.cri.RemovePodSandboxRequest;
import io.shiplog.agent.runtime.cri.StopContainerRequest;
import io.shiplog.agent.runtime.cri.StopPodSandboxRequest;
import io.shiplog.agent.volume.Mounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** Takes away everything an agent made on its machine. The agent must not run. */
public final class Purge {

  private static final Logger LOG = Logger.getLogger(Purge.class);

  private static final List<String> NFT = List.of("nft", "-f", "-");

  private final AgentConfig config;

  public Purge(AgentConfig config) {
    this.config = config;
  }

  /**
   * Stops and removes containers, sandboxes with their addresses and network namespaces,
   * containerd, mounts, cgroups, the nftables table, and the agent's home. May be repeated.
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
    Leftovers.removeCgroups(config.cgroupParent());
    Mounts.release(config.home());
    try {
      Leftovers.deleteTree(config.home());
    } catch (IOException e) {
      throw new UncheckedIOException(config.home() + " cannot be removed", e);
    }
  }

  /** Stops and removes containers and sandboxes, and stops containerd. May be repeated. */
  public void stop() {
    Containerd containerd = new Containerd(config);
    if (Files.isDirectory(config.containerdHome().resolve("root"))) {
      containerd.ensureRunning();
      try (Cri cri = new Cri(config.containerdSocket())) {
        removeAll(cri);
      }
      containerd.stop();
      Shims.end(config.containerdSocket());
    }
  }

  private static void removeAll(Cri cri) {
    var runtime = cri.runtime().withWaitForReady();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Container container :
          runtime.listContainers(ListContainersRequest.getDefaultInstance()).getContainersList()) {
        threads.execute(() -> remove(cri, container));
      }
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (PodSandbox sandbox :
          runtime.listPodSandbox(ListPodSandboxRequest.getDefaultInstance()).getItemsList()) {
        threads.execute(() -> remove(cri, sandbox));
      }
    }
  }

  private static void remove(Cri cri, Container container) {
    String id = container.getId();
    try {
      cri.runtime().stopContainer(StopContainerRequest.newBuilder().setContainerId(id).build());
      cri.runtime().removeContainer(RemoveContainerRequest.newBuilder().setContainerId(id).build());
    } catch (StatusRuntimeException e) {
      LOG.warnf("container %s could not be removed: %s", id, Cri.message(e));
    }
  }

  private static void remove(Cri cri, PodSandbox sandbox) {
    String id = sandbox.getId();
    try {
      cri.runtime().stopPodSandbox(StopPodSandboxRequest.newBuilder().setPodSandboxId(id).build());
      cri.runtime()
          .removePodSandbox(RemovePodSandboxRequest.newBuilder().setPodSandboxId(id).build());
    } catch (StatusRuntimeException e) {
      LOG.warnf("sandbox %s could not be removed: %s", id, Cri.message(e));
    }
  }
}
