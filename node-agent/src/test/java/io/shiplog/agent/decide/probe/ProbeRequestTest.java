package io.shiplog.agent.decide.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.model.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeRequestTest {

  private static final ProbeUrl URL = new ProbeUrl("http", "10.0.0.7", 8080, "/ok");

  /** The probe's own headers, as name=value, and the lines that are sent. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      delimiterString = " -> ",
      value = {
        "none -> Host: 10.0.0.7:8080|User-Agent: kube-probe/1.36|Accept: */*|Connection: close",
        "x-test=1 -> Host: 10.0.0.7:8080|User-Agent: kube-probe/1.36|Accept: */*|X-Test: 1|Connection: close",
        "user-agent=mine;host=shop.example -> Host: shop.example|User-Agent: mine|Accept: */*|Connection: close",
        "User-Agent=;Accept= -> Host: 10.0.0.7:8080|Connection: close",
        "Host= -> Host: 10.0.0.7:8080|User-Agent: kube-probe/1.36|Accept: */*|Connection: close",
        "Accept=a/b;Accept=c/d -> Host: 10.0.0.7:8080|User-Agent: kube-probe/1.36|Accept: a/b|Accept: c/d|Connection: close",
        "Content-Length=7;Connection=close -> Host: 10.0.0.7:8080|User-Agent: kube-probe/1.36|Accept: */*|Connection: close",
      })
  void headers(String named, String lines) {
    String head = request(named).head(URL, Optional.empty());
    assertThat(head).isEqualTo("GET /ok HTTP/1.1\r\n" + lines.replace("|", "\r\n") + "\r\n\r\n");
  }

  @Test
  void redirectNamesWhereItComesFrom() {
    ProbeUrl next = URL.resolve("/next");
    assertThat(request("Host=shop.example").head(next, Optional.of(URL)))
        .startsWith("GET /next HTTP/1.1\r\nHost: shop.example\r\n")
        .contains("Referer: http://10.0.0.7:8080/ok\r\n");
    ProbeUrl elsewhere = URL.resolve("http://10.0.0.7:9090/");
    assertThat(request("Host=shop.example").head(elsewhere, Optional.of(URL)))
        .contains("Host: 10.0.0.7:9090\r\n");
  }

  @Test
  void valueCannotSmuggleALine() {
    assertThat(request("x-a=1\r\nX-B: 2").problem())
        .contains("net/http: invalid header field value for \"X-A\"");
    assertThat(request("x-a=1").problem()).isEmpty();
  }

  /** What answers mean, and what is told of them. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "200, SUCCESS, none,         none",
        "299, SUCCESS, none,         none",
        "304, WARNING, ProbeWarning, 'Readiness probe warning: Probe terminated redirects, Response body: said'",
        "399, WARNING, ProbeWarning, 'Readiness probe warning: Probe terminated redirects, Response body: said'",
        "199, FAILURE, Unhealthy,    Readiness probe failed: HTTP probe failed with statuscode: 199",
        "404, FAILURE, Unhealthy,    Readiness probe failed: HTTP probe failed with statuscode: 404",
        "500, FAILURE, Unhealthy,    Readiness probe failed: HTTP probe failed with statuscode: 500",
      })
  void verdicts(int status, ProbeAnswer.Verdict verdict, String reason, String message) {
    ProbeAnswer answer = ProbeAnswer.http(status, "said");
    assertThat(answer.verdict()).isEqualTo(verdict);
    assertThat(answer.reason()).isEqualTo(reason == null ? "" : reason);
    if (message != null) {
      assertThat(answer.event("Readiness")).isEqualTo(message);
    }
    assertThat(ProbeAnswer.error("unknown", "why").event("Liveness"))
        .isEqualTo("Liveness probe errored and resulted in unknown state: why");
  }

  private static ProbeRequest request(String named) {
    ArrayNode headers = Json.array();
    if (named != null) {
      for (String header : named.split(";")) {
        String[] parts = header.split("=", 2);
        headers.addObject().put("name", parts[0]).put("value", parts[1]);
      }
    }
    return new ProbeRequest(URL, "kube-probe/1.36", headers);
  }
}
