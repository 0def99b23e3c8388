package io.shiplog.benchmarks.pods;

import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.image.OfflineImages;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.agent.runtime.cri.ContainerConfig;
import io.shiplog.agent.runtime.cri.ContainerMetadata;
import io.shiplog.agent.runtime.cri.CreateContainerRequest;
import io.shiplog.agent.runtime.cri.ImageSpec;
import io.shiplog.agent.runtime.cri.LinuxContainerConfig;
import io.shiplog.agent.runtime.cri.LinuxPodSandboxConfig;
import io.shiplog.agent.runtime.cri.LinuxSandboxSecurityContext;
import io.shiplog.agent.runtime.cri.NamespaceMode;
import io.shiplog.agent.runtime.cri.NamespaceOption;
import io.shiplog.agent.runtime.cri.PodSandboxConfig;
import io.shiplog.agent.runtime.cri.PodSandboxMetadata;
import io.shiplog.agent.runtime.cri.RemovePodSandboxRequest;
import io.shiplog.agent.runtime.cri.RunPodSandboxRequest;
import io.shiplog.agent.runtime.cri.StartContainerRequest;
import io.shiplog.agent.runtime.cri.StopPodSandboxRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Pods started by the calls to the runtime that the agent makes, and by nothing else. */
final class Floor {

  private final AgentConfig config;
  private final String image;

  /**
   * The floor on a node.
   *
   * @param config of a node whose agent does not run
   * @param image which containerd has
   */
  Floor(AgentConfig config, String image) {
    this.config = config;
    this.image = OfflineImages.fullName(image);
  }

  /**
   * Starts so many pods at once and takes them away again.
   *
   * @return for each, the milliseconds from the first call of all until its container has started
   */
  List<Double> start(int count) {
    try (Cri cri = new Cri(config.containerdSocket());
        ExecutorService threads = Executors.newFixedThreadPool(count)) {
      long begin = System.nanoTime();
      List<Future<Started>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(threads.submit(() -> startOne(cri)));
      }
      List<Double> millis = new ArrayList<>();
      for (Future<Started> one : all) {
        millis.add((one.get().at() - begin) / 1e6);
      }
      for (Future<Started> one : all) {
        remove(cri, one.get().sandbox());
      }
      return millis;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the runtime did not start a pod: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private record Started(String sandbox, long at) {}

  private Started startOne(Cri cri) {
    PodSandboxConfig sandbox = sandbox(UUID.randomUUID().toString());
    String id =
        cri.runtime()
            .runPodSandbox(
                RunPodSandboxRequest.newBuilder()
                    .setConfig(sandbox)
                    .setRuntimeHandler(config.runtimeHandler())
                    .build())
            .getPodSandboxId();
    ContainerConfig container =
        ContainerConfig.newBuilder()
            .setMetadata(ContainerMetadata.newBuilder().setName("main"))
            .setImage(ImageSpec.newBuilder().setImage(image))
            .addAllCommand(PodStarts.COMMAND)
            .setLogPath("main.log")
            .setLinux(LinuxContainerConfig.getDefaultInstance())
            .build();
    String containerId =
        cri.runtime()
            .createContainer(
                CreateContainerRequest.newBuilder()
                    .setPodSandboxId(id)
                    .setConfig(container)
                    .setSandboxConfig(sandbox)
                    .build())
            .getContainerId();
    cri.runtime()
        .startContainer(StartContainerRequest.newBuilder().setContainerId(containerId).build());
    return new Started(id, System.nanoTime());
  }

  private PodSandboxConfig sandbox(String uid) {
    NamespaceOption namespaces =
        NamespaceOption.newBuilder()
            .setNetwork(NamespaceMode.POD)
            .setIpc(NamespaceMode.POD)
            .setPid(NamespaceMode.CONTAINER)
            .build();
    return PodSandboxConfig.newBuilder()
        .setMetadata(
            PodSandboxMetadata.newBuilder()
                .setName("floor-" + uid)
                .setUid(uid)
                .setNamespace("default"))
        .setHostname("floor")
        .setLogDirectory(config.logsHome().resolve(uid).toString())
        .setLinux(
            LinuxPodSandboxConfig.newBuilder()
                .setCgroupParent(config.cgroupParent() + "/pod" + uid)
                .setSecurityContext(
                    LinuxSandboxSecurityContext.newBuilder().setNamespaceOptions(namespaces)))
        .build();
  }

  private static void remove(Cri cri, String sandbox) {
    cri.runtime()
        .stopPodSandbox(StopPodSandboxRequest.newBuilder().setPodSandboxId(sandbox).build());
    cri.runtime()
        .removePodSandbox(RemovePodSandboxRequest.newBuilder().setPodSandboxId(sandbox).build());
  }
}
