package io.shiplog.agent.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The processes that hold containers for containerd. One that containerd was starting when it died
 * is unknown to its successor, which neither uses nor ends it.
 */
final class Shims {

  private static final Logger LOG = Logger.getLogger(Shims.class);
  private static final long PATIENCE_SECONDS = 5;

  private Shims() {}

  /**
   * Ends those that are left of the containerd with this socket, with all that they hold. To be
   * called when every container is removed and containerd has stopped.
   */
  static void end(Path socket) {
    for (ProcessHandle shim : of(socket)) {
      LOG.infof("ending shim %d, which containerd left behind", shim.pid());
      shim.descendants().forEach(ProcessHandle::destroyForcibly);
      shim.destroyForcibly();
      try {
        shim.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (ExecutionException | TimeoutException e) {
        LOG.warnf("shim %d does not end: %s", shim.pid(), e);
      }
    }
  }

  private static List<ProcessHandle> of(Path socket) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").contains("containerd-shim"))
        .filter(process -> arguments(process).contains(socket.toString()))
        .toList();
  }

  private static List<String> arguments(ProcessHandle process) {
    return List.of(process.info().arguments().orElse(new String[0]));
  }
}
