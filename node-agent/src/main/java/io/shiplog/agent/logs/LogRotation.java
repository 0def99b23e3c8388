package io.shiplog.agent.logs;

import io.grpc.StatusRuntimeException;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.agent.runtime.cri.Container;
import io.shiplog.agent.runtime.cri.ContainerState;
import io.shiplog.agent.runtime.cri.ContainerStatusRequest;
import io.shiplog.agent.runtime.cri.ListContainersRequest;
import io.shiplog.agent.runtime.cri.ReopenContainerLogRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jboss.logging.Logger;

/**
 * Keeps the logs of running containers from filling the disk: one that has grown too long is put
 * aside as {@code .1}, in place of the one that was put aside before, and a new one begun.
 */
public final class LogRotation {

  /** As long as a log may grow, as with the kubelet (containerLogMaxSize). */
  public static final long LIMIT_BYTES = 10L << 20;

  private static final Logger LOG = Logger.getLogger(LogRotation.class);

  private final Cri cri;
  private final long limitBytes;

  public LogRotation(Cri cri, long limitBytes) {
    this.cri = cri;
    this.limitBytes = limitBytes;
  }

  /** Looks at every running container's log once. */
  public void run() {
    for (Container container :
        cri.runtime()
            .listContainers(ListContainersRequest.getDefaultInstance())
            .getContainersList()) {
      if (container.getState() == ContainerState.CONTAINER_RUNNING) {
        try {
          rotate(container.getId());
        } catch (StatusRuntimeException | IOException e) {
          LOG.warnf("the log of container %s cannot be rotated: %s", container.getId(), e);
        }
      }
    }
  }

  private void rotate(String id) throws IOException {
    String path =
        cri.runtime()
            .containerStatus(ContainerStatusRequest.newBuilder().setContainerId(id).build())
            .getStatus()
            .getLogPath();
    Path file = Path.of(path);
    if (path.isEmpty() || !Files.isRegularFile(file) || Files.size(file) <= limitBytes) {
      return;
    }
    Files.move(
        file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    cri.runtime()
        .reopenContainerLog(ReopenContainerLogRequest.newBuilder().setContainerId(id).build());
  }
}
