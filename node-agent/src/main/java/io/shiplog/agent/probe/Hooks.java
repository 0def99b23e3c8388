package io.shiplog.agent.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.StatusRuntimeException;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.agent.runtime.cri.ExecSyncRequest;
import io.shiplog.agent.runtime.cri.ExecSyncResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Lifecycle hooks: exec, httpGet, sleep (core/v1 LifecycleHandler). */
public final class Hooks {

  private final Cri cri;

  public Hooks(Cri cri) {
    this.cri = cri;
  }

  /** A hook did not do its work. */
  public static final class HookFailed extends Exception {
    private static final long serialVersionUID = 1L;

    HookFailed(String message) {
      super(message);
    }
  }

  /**
   * Runs a hook to its end.
   *
   * @param ports of the container, for ports named in the hook
   * @param seconds how long it may take
   */
  public void run(JsonNode hook, String containerId, String ip, JsonNode ports, long seconds)
      throws HookFailed {
    if (hook.has("exec")) {
      exec(hook.path("exec"), containerId, seconds);
    } else if (hook.has("httpGet")) {
      try {
        ProbeCalls.hook(hook.path("httpGet"), ip, ports, seconds);
      } catch (ProbeHttp.NoReply e) {
        throw new HookFailed(e.getMessage());
      }
    } else if (hook.has("sleep")) {
      long desired = hook.path("sleep").path("seconds").asLong();
      new CompletableFuture<Void>()
          .completeOnTimeout(null, Math.min(desired, seconds), TimeUnit.SECONDS)
          .join();
    }
  }

  private void exec(JsonNode exec, String containerId, long seconds) throws HookFailed {
    ExecSyncRequest.Builder request =
        ExecSyncRequest.newBuilder().setContainerId(containerId).setTimeout(seconds);
    exec.path("command").forEach(word -> request.addCmd(word.asText()));
    try {
      ExecSyncResponse response = cri.runtime(seconds + 5).execSync(request.build());
      if (response.getExitCode() != 0) {
        throw new HookFailed("the command exited with code " + response.getExitCode());
      }
    } catch (StatusRuntimeException e) {
      throw new HookFailed(Cri.message(e));
    }
  }
}
