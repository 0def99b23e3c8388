package io.shiplog.agent.runtime;

import io.shiplog.agent.machine.Polling;
import io.shiplog.agent.machine.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The processes that hold containers for containerd. One that containerd was starting when it died
 * is unknown to its successor, which neither uses nor ends it.
 */
public final class Shims {

  private static final Logger LOG = Logger.getLogger(Shims.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Shims() {}

  /**
   * Ends those that are left of the containerd with this socket, with all that they hold, and those
   * that they are just starting. Returns when they are gone. To be called when every container is
   * removed and containerd has stopped.
   *
   * @throws IllegalStateException if one does not end
   */
  public static void end(Path socket) {
    Set<ProcessHandle> ended = new HashSet<>();
    if (!Polling.within(PATIENCE, () -> endAll(socket, ended))) {
      throw new IllegalStateException("these do not end, not even by SIGKILL: " + ended);
    }
  }

  /** Whether there was nothing left to end. */
  private static boolean endAll(Path socket, Set<ProcessHandle> ended) {
    for (ProcessHandle shim : of(socket)) {
      LOG.infof("ending shim %d, which containerd left behind", shim.pid());
      shim.descendants().forEach(ended::add);
      ended.add(shim);
    }
    ended.removeIf(process -> !Processes.runs(process));
    ended.forEach(ProcessHandle::destroyForcibly);
    return ended.isEmpty();
  }

  private static List<ProcessHandle> of(Path socket) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").contains("containerd-shim"))
        .filter(process -> Processes.arguments(process).contains(socket.toString()))
        .toList();
  }
}
