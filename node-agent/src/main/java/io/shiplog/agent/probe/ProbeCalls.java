package io.shiplog.agent.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.GoWords;
import io.shiplog.agent.decide.probe.ProbeAnswer;
import io.shiplog.agent.decide.probe.ProbeRequest;
import io.shiplog.agent.decide.probe.ProbeUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Asks a container how it is, over the network. */
final class ProbeCalls {

  private static final int MAX_REQUESTS = 10;
  private static final int MAX_PORT = 65_535;

  private ProbeCalls() {}

  /**
   * An HTTP GET: good from 200 to 399 (core/v1 HTTPGetAction). Redirects are followed while they
   * stay on the same host, ten at most. The whole answer, the beginning of its body included, has
   * to be there in time.
   */
  static ProbeAnswer http(JsonNode get, String ip, JsonNode ports, long timeoutSeconds) {
    if (port(get.path("port"), ports).isEmpty()) {
      return ProbeAnswer.error("unknown", noPort(get.path("port")));
    }
    try {
      ProbeHttp.Reply reply = get(get, ip, ports, timeoutSeconds, "kube-probe/1.36");
      return ProbeAnswer.http(reply.status(), reply.body());
    } catch (ProbeHttp.NoReply e) {
      return e.begun()
          ? ProbeAnswer.error("failure", e.getMessage())
          : ProbeAnswer.bad(e.getMessage());
    }
  }

  /**
   * The HTTP GET of a lifecycle hook: whatever is answered will do.
   *
   * @throws ProbeHttp.NoReply if nothing is
   */
  static void hook(JsonNode get, String ip, JsonNode ports, long timeoutSeconds)
      throws ProbeHttp.NoReply {
    if (port(get.path("port"), ports).isEmpty()) {
      throw new ProbeHttp.NoReply(false, noPort(get.path("port")));
    }
    get(get, ip, ports, timeoutSeconds, "kube-lifecycle/1.36");
  }

  private static ProbeHttp.Reply get(
      JsonNode get, String ip, JsonNode ports, long seconds, String agent)
      throws ProbeHttp.NoReply {
    ProbeUrl url = ProbeUrl.of(get, host(get, ip), port(get.path("port"), ports).getAsInt());
    ProbeRequest request = new ProbeRequest(url, agent, get.path("httpHeaders"));
    Optional<String> problem = request.problem();
    if (problem.isPresent()) {
      throw failed(url.toString(), problem.get());
    }
    try {
      return follow(request, url, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProbeHttp.NoReply(true, "the node agent stops");
    }
  }

  private static ProbeHttp.Reply follow(ProbeRequest request, ProbeUrl first, long end)
      throws InterruptedException, ProbeHttp.NoReply {
    ProbeUrl url = first;
    Optional<ProbeUrl> referrer = Optional.empty();
    for (int asked = 1; ; asked++) {
      ProbeHttp.Reply reply;
      try {
        long left = Math.max(1, end - System.nanoTime());
        reply = ProbeHttp.ask(url, request.head(url, referrer), left);
      } catch (ProbeHttp.NoReply e) {
        throw e.begun() ? e : failed(url.toString(), e.getMessage());
      }
      ProbeUrl next = redirects(reply) ? url.resolve(reply.location()) : null;
      if (next == null || !next.host().equals(first.host())) {
        return reply;
      }
      if (asked >= MAX_REQUESTS) {
        throw failed(reply.location(), "stopped after " + MAX_REQUESTS + " redirects");
      }
      referrer = Optional.of(url);
      url = next;
    }
  }

  private static boolean redirects(ProbeHttp.Reply reply) {
    boolean moved =
        switch (reply.status()) {
          case 301, 302, 303, 307, 308 -> true;
          default -> false;
        };
    return moved && reply.location() != null && !reply.location().isEmpty();
  }

  private static ProbeHttp.NoReply failed(String url, String why) {
    return new ProbeHttp.NoReply(false, "Get " + GoWords.quote(url) + ": " + why);
  }

  /** A TCP connection: good if it is accepted. */
  static ProbeAnswer tcp(JsonNode tcp, String ip, JsonNode ports, int timeoutSeconds) {
    OptionalInt port = port(tcp.path("port"), ports);
    if (port.isEmpty()) {
      return ProbeAnswer.error("unknown", noPort(tcp.path("port")));
    }
    String host = host(tcp, ip);
    String address = host + ":" + port.getAsInt();
    try (Socket socket = new Socket()) {
      InetAddress to = InetAddress.getByName(host);
      address = to.getHostAddress() + ":" + port.getAsInt();
      socket.connect(new InetSocketAddress(to, port.getAsInt()), timeoutSeconds * 1000);
      return ProbeAnswer.GOOD;
    } catch (IOException e) {
      return ProbeAnswer.bad(NetWords.dial(host, address, e));
    }
  }

  private static String host(JsonNode action, String ip) {
    String host = action.path("host").asText("");
    return host.isEmpty() ? ip : host;
  }

  private static String noPort(JsonNode port) {
    boolean number = port.asText().matches("-?\\d+");
    return number
        ? "invalid port number: " + port.asText()
        : "port " + port.asText() + " not found";
  }

  /** The port's number, or that of the container's port of that name; empty if there is none. */
  static OptionalInt port(JsonNode port, JsonNode ports) {
    if (port.isNumber() || port.asText().matches("\\d{1,9}")) {
      int number = port.asInt();
      return number > 0 && number <= MAX_PORT ? OptionalInt.of(number) : OptionalInt.empty();
    }
    for (JsonNode candidate : ports) {
      if (candidate.path("name").asText().equals(port.asText())) {
        return OptionalInt.of(candidate.path("containerPort").asInt());
      }
    }
    return OptionalInt.empty();
  }
}
