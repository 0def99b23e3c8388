package io.shiplog.agent.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.shiplog.agent.decide.GoWords;
import io.shiplog.agent.decide.probe.ProbeAnswer;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.agent.runtime.cri.ExecSyncRequest;
import io.shiplog.agent.runtime.cri.ExecSyncResponse;
import io.shiplog.agent.runtime.health.HealthCheckRequest;
import io.shiplog.agent.runtime.health.HealthCheckResponse;
import io.shiplog.agent.runtime.health.HealthGrpc;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Asks one probe's question once, in any of its four ways (core/v1 ProbeHandler). */
public final class ProbeRun {

  /** Seconds that the runtime has beyond a command's own time, until nobody waits for it. */
  private static final long EXEC_PATIENCE = 5;

  /** As much of a command's output as a kubelet looks at. */
  private static final int OUTPUT_BYTES = 10 << 10;

  private final Cri cri;

  public ProbeRun(Cri cri) {
    this.cri = cri;
  }

  /** The answer; an error where the runtime could not ask. */
  public ProbeAnswer ask(JsonNode probe, String containerId, String ip, JsonNode ports) {
    int timeout = Math.max(1, probe.path("timeoutSeconds").asInt(1));
    if (probe.has("httpGet")) {
      return ProbeCalls.http(probe.path("httpGet"), ip, ports, timeout);
    }
    if (probe.has("tcpSocket")) {
      return ProbeCalls.tcp(probe.path("tcpSocket"), ip, ports, timeout);
    }
    if (probe.has("exec")) {
      return exec(probe.path("exec"), containerId, timeout);
    }
    return grpc(probe.path("grpc"), ip, timeout);
  }

  private ProbeAnswer exec(JsonNode exec, String containerId, int timeout) {
    ExecSyncRequest.Builder request =
        ExecSyncRequest.newBuilder().setContainerId(containerId).setTimeout(timeout);
    exec.path("command").forEach(word -> request.addCmd(word.asText()));
    try {
      // The runtime ends what takes too long; it may not be able to end all that was begun.
      ExecSyncResponse response = cri.runtime(timeout + EXEC_PATIENCE).execSync(request.build());
      return response.getExitCode() == 0
          ? ProbeAnswer.GOOD
          : ProbeAnswer.bad(said(response.getStdout().concat(response.getStderr())));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
        String command = GoWords.quote(String.join(" ", request.getCmdList()));
        String time = GoWords.seconds(timeout);
        return ProbeAnswer.bad("command timed out: " + command + " timed out after " + time);
      }
      // The runtime may be restarting: the container is not to be restarted for it.
      return ProbeAnswer.error("unknown", Cri.rpcError(e));
    }
  }

  private static String said(ByteString output) {
    return output
        .substring(0, Math.min(output.size(), OUTPUT_BYTES))
        .toString(StandardCharsets.UTF_8);
  }

  private static ProbeAnswer grpc(JsonNode grpc, String ip, int timeout) {
    int port = grpc.path("port").asInt();
    ManagedChannel channel = NettyChannelBuilder.forAddress(ip, port).usePlaintext().build();
    try {
      HealthCheckResponse response =
          HealthGrpc.newBlockingStub(channel)
              .withWaitForReady()
              .withDeadlineAfter(timeout, TimeUnit.SECONDS)
              .check(
                  HealthCheckRequest.newBuilder()
                      .setService(grpc.path("service").asText(""))
                      .build());
      return response.getStatus() == HealthCheckResponse.ServingStatus.SERVING
          ? ProbeAnswer.GOOD
          : ProbeAnswer.bad("service unhealthy (responded with \"" + response.getStatus() + "\")");
    } catch (StatusRuntimeException e) {
      boolean connected = channel.getState(false) == ConnectivityState.READY;
      return ProbeAnswer.bad(refusal(e, connected, ip + ":" + port, GoWords.seconds(timeout)));
    } finally {
      channel.shutdownNow();
    }
  }

  private static String refusal(
      StatusRuntimeException e, boolean connected, String address, String timeout) {
    return switch (e.getStatus().getCode()) {
      case DEADLINE_EXCEEDED ->
          connected
              ? "timeout: health rpc did not complete within " + timeout
              : "timeout: failed to connect service \"%s\" within %s: context deadline exceeded"
                  .formatted(address, timeout);
      case UNIMPLEMENTED ->
          "error: this server does not implement the grpc health protocol"
              + " (grpc.health.v1.Health): "
              + Cri.message(e);
      default -> "error: health rpc probe failed: " + Cri.rpcError(e);
    };
  }
}
