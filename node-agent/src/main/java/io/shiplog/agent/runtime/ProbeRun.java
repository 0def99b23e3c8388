package io.shiplog.agent.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.shiplog.agent.runtime.ProbeCalls.Answer;
import io.shiplog.agent.runtime.cri.ExecSyncRequest;
import io.shiplog.agent.runtime.cri.ExecSyncResponse;
import io.shiplog.agent.runtime.health.HealthCheckRequest;
import io.shiplog.agent.runtime.health.HealthCheckResponse;
import io.shiplog.agent.runtime.health.HealthGrpc;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Asks one probe's question once, in any of its four ways (core/v1 ProbeHandler). */
final class ProbeRun {

  private final Cri cri;

  ProbeRun(Cri cri) {
    this.cri = cri;
  }

  /**
   * The answer.
   *
   * @throws StatusRuntimeException if the runtime could not ask: that says nothing of the container
   */
  Answer ask(JsonNode probe, String containerId, String ip, JsonNode ports) {
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

  private Answer exec(JsonNode exec, String containerId, int timeout) {
    ExecSyncRequest.Builder request =
        ExecSyncRequest.newBuilder().setContainerId(containerId).setTimeout(timeout);
    exec.path("command").forEach(word -> request.addCmd(word.asText()));
    ExecSyncResponse response;
    try {
      response = cri.runtime(timeout + 5L).execSync(request.build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
        return Answer.bad(Cri.message(e));
      }
      throw e;
    }
    if (response.getExitCode() == 0) {
      return Answer.GOOD;
    }
    String said =
        response.getStdout().concat(response.getStderr()).toString(StandardCharsets.UTF_8);
    return Answer.bad(said.isBlank() ? "exit code " + response.getExitCode() : said.strip());
  }

  private static Answer grpc(JsonNode grpc, String ip, int timeout) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(ip, grpc.path("port").asInt()).usePlaintext().build();
    try {
      HealthCheckResponse response =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(timeout, TimeUnit.SECONDS)
              .check(
                  HealthCheckRequest.newBuilder()
                      .setService(grpc.path("service").asText(""))
                      .build());
      return response.getStatus() == HealthCheckResponse.ServingStatus.SERVING
          ? Answer.GOOD
          : Answer.bad("service is " + response.getStatus());
    } catch (StatusRuntimeException e) {
      return Answer.bad(Cri.message(e));
    } finally {
      channel.shutdownNow();
    }
  }
}
