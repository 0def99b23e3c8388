package io.shiplog.agent.pod;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.shiplog.agent.decide.Observed;
import io.shiplog.agent.logs.CriLog;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.agent.runtime.Tags;
import io.shiplog.agent.runtime.cri.Container;
import io.shiplog.agent.runtime.cri.ContainerFilter;
import io.shiplog.agent.runtime.cri.ContainerState;
import io.shiplog.agent.runtime.cri.ContainerStatus;
import io.shiplog.agent.runtime.cri.ContainerStatusRequest;
import io.shiplog.agent.runtime.cri.ListContainersRequest;
import io.shiplog.agent.runtime.cri.ListPodSandboxRequest;
import io.shiplog.agent.runtime.cri.PodSandbox;
import io.shiplog.agent.runtime.cri.PodSandboxFilter;
import io.shiplog.agent.runtime.cri.PodSandboxState;
import io.shiplog.agent.runtime.cri.PodSandboxStatusRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Reads what the container runtime has. */
final class PodRuntime {

  private static final Logger LOG = Logger.getLogger(PodRuntime.class);
  private static final int MAX_MESSAGE_BYTES = 4096;

  /** As many lines and bytes of a log as a kubelet takes for a message. */
  private static final int MAX_LOG_LINES = 80;

  private static final int MAX_LOG_BYTES = 2048;

  /** The runtime's entries have 16 KB of text at most, and some words before it. */
  private static final int LOG_WINDOW_BYTES = 64 << 10;

  private final Cri cri;

  PodRuntime(Cri cri) {
    this.cri = cri;
  }

  /** What there is of one pod. */
  Observed observe(String uid) {
    Map<String, String> labels = Map.of(Tags.POD_UID, uid);
    var sandboxes =
        cri.runtime()
            .listPodSandbox(
                ListPodSandboxRequest.newBuilder()
                    .setFilter(PodSandboxFilter.newBuilder().putAllLabelSelector(labels))
                    .build());
    var containers =
        cri.runtime()
            .listContainers(
                ListContainersRequest.newBuilder()
                    .setFilter(ContainerFilter.newBuilder().putAllLabelSelector(labels))
                    .build());
    List<Observed.Sandbox> seenSandboxes = new ArrayList<>();
    sandboxes.getItemsList().forEach(item -> seenSandboxes.add(sandbox(item)));
    List<Observed.Container> seenContainers = new ArrayList<>();
    for (Container container : containers.getContainersList()) {
      try {
        seenContainers.add(container(container));
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
          throw e;
        }
      }
    }
    return new Observed(seenSandboxes, seenContainers);
  }

  /** The state of everything by pod uid, in a form whose only use is to be compared. */
  Map<String, String> states() {
    Map<String, String> states = new TreeMap<>();
    for (PodSandbox sandbox :
        cri.runtime().listPodSandbox(ListPodSandboxRequest.getDefaultInstance()).getItemsList()) {
      String uid = sandbox.getLabelsOrDefault(Tags.POD_UID, "");
      states.merge(uid, sandbox.getId() + sandbox.getState(), String::concat);
    }
    for (Container container :
        cri.runtime()
            .listContainers(ListContainersRequest.getDefaultInstance())
            .getContainersList()) {
      String uid = container.getLabelsOrDefault(Tags.POD_UID, "");
      states.merge(uid, container.getId() + container.getState(), String::concat);
    }
    return states;
  }

  private Observed.Sandbox sandbox(PodSandbox sandbox) {
    boolean ready = sandbox.getState() == PodSandboxState.SANDBOX_READY;
    String ip = "";
    if (ready) {
      try {
        ip =
            cri.runtime()
                .podSandboxStatus(
                    PodSandboxStatusRequest.newBuilder().setPodSandboxId(sandbox.getId()).build())
                .getStatus()
                .getNetwork()
                .getIp();
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
          throw e;
        }
        ready = false;
      }
    }
    return new Observed.Sandbox(
        sandbox.getId(),
        sandbox.getMetadata().getAttempt(),
        ready,
        instant(sandbox.getCreatedAt()),
        ip);
  }

  private Observed.Container container(Container listed) {
    ContainerStatus status =
        cri.runtime()
            .containerStatus(
                ContainerStatusRequest.newBuilder().setContainerId(listed.getId()).build())
            .getStatus();
    Map<String, String> notes = status.getAnnotationsMap();
    String delay = notes.getOrDefault(Tags.RESTART_DELAY, "0");
    boolean exited = status.getState() == ContainerState.CONTAINER_EXITED;
    return new Observed.Container(
        status.getId(),
        listed.getPodSandboxId(),
        status.getMetadata().getName(),
        status.getMetadata().getAttempt(),
        state(status.getState()),
        instant(status.getCreatedAt()),
        instant(status.getStartedAt()),
        instant(status.getFinishedAt()),
        status.getExitCode(),
        exited ? status.getReason() : "",
        exited ? lastWords(status) : "",
        notes.getOrDefault(Tags.IMAGE, status.getImage().getImage()),
        status.getImageRef(),
        Duration.ofMillis(Long.parseLong(delay)));
  }

  private static Observed.State state(ContainerState state) {
    return switch (state) {
      case CONTAINER_CREATED -> Observed.State.CREATED;
      case CONTAINER_RUNNING -> Observed.State.RUNNING;
      case CONTAINER_EXITED -> Observed.State.EXITED;
      default -> Observed.State.UNKNOWN;
    };
  }

  /** The termination message, or the end of the log where the policy says so, or the runtime's. */
  private static String lastWords(ContainerStatus status) {
    Map<String, String> notes = status.getAnnotationsMap();
    Path file = Path.of(notes.getOrDefault(Tags.MESSAGE_PATH, "/nonexistent"));
    String left = new String(tail(file, MAX_MESSAGE_BYTES), StandardCharsets.UTF_8);
    boolean fromLog =
        notes.getOrDefault(Tags.MESSAGE_POLICY, "File").equals("FallbackToLogsOnError");
    if (left.isEmpty() && fromLog && status.getExitCode() != 0) {
      byte[] log = tail(Path.of(status.getLogPath()), LOG_WINDOW_BYTES);
      left = CriLog.tail(log, MAX_LOG_LINES, MAX_LOG_BYTES);
    }
    return left.isEmpty() ? status.getMessage() : left;
  }

  private static byte[] tail(Path file, int bytes) {
    if (!Files.isRegularFile(file)) {
      return new byte[0];
    }
    try (var channel = Files.newByteChannel(file)) {
      long size = channel.size();
      channel.position(Math.max(0, size - bytes));
      var buffer = java.nio.ByteBuffer.allocate((int) Math.min(size, bytes));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // Until the buffer is full or the file ends.
      }
      return java.util.Arrays.copyOf(buffer.array(), buffer.position());
    } catch (IOException e) {
      LOG.debugf("%s cannot be read: %s", file, e.getMessage());
      return new byte[0];
    }
  }

  private static Instant instant(long nanos) {
    return nanos <= 0 ? null : Instant.ofEpochSecond(0, nanos);
  }
}
