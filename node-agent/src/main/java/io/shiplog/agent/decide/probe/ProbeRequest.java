package io.shiplog.agent.decide.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.GoWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of an HTTP request, as a kubelet sends it. Headers of the probe win over its own; an
 * empty one takes it away.
 *
 * @param first the URL that the probe names
 * @param agent the User-Agent where the probe names none, such as {@code kube-probe/1.36}
 * @param headers of the probe: {@code httpHeaders}
 */
public record ProbeRequest(ProbeUrl first, String agent, JsonNode headers) {

  private static final List<String> WRITTEN_APART =
      List.of(
          "host",
          "user-agent",
          "accept",
          "connection",
          "content-length",
          "transfer-encoding",
          "trailer");

  /** The head of the first request, or of one that a redirect asks for, with the empty line. */
  public String head(ProbeUrl url, Optional<ProbeUrl> referrer) {
    StringBuilder head = new StringBuilder();
    head.append("GET ").append(url.target()).append(" HTTP/1.1\r\n");
    line(head, "Host", host(url));
    line(head, "User-Agent", first("User-Agent").orElse(agent));
    List<String> accepted = values("Accept");
    if (accepted.isEmpty()) {
      line(head, "Accept", "*/*");
    } else if (!accepted.getFirst().isEmpty()) {
      accepted.forEach(value -> line(head, "Accept", value));
    }
    for (JsonNode header : headers) {
      String name = header.path("name").asText();
      if (!WRITTEN_APART.contains(name.toLowerCase(Locale.ROOT))) {
        head.append(canonical(name)).append(": ").append(value(header)).append("\r\n");
      }
    }
    if (first("Referer").isEmpty()) {
      referrer
          .filter(from -> !from.tls() || url.tls())
          .ifPresent(from -> line(head, "Referer", from.toString()));
    }
    List<String> connection = values("Connection");
    connection.forEach(value -> line(head, "Connection", value));
    if (connection.stream().noneMatch(value -> value.equalsIgnoreCase("close"))) {
      line(head, "Connection", "close");
    }
    return head.append("\r\n").toString();
  }

  /** Why it cannot be sent; empty if it can. */
  public Optional<String> problem() {
    for (JsonNode header : headers) {
      if (value(header).chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
        String name = GoWords.quote(canonical(header.path("name").asText()));
        return Optional.of("net/http: invalid header field value for " + name);
      }
    }
    return Optional.empty();
  }

  /** A virtual host that the probe names is asked as long as redirects stay on its server. */
  private String host(ProbeUrl url) {
    boolean same = url.authority().equals(first.authority());
    return first("Host").filter(named -> same && !named.isEmpty()).orElse(url.authority());
  }

  private Optional<String> first(String name) {
    return values(name).stream().findFirst();
  }

  private List<String> values(String name) {
    List<String> values = new ArrayList<>();
    for (JsonNode header : headers) {
      if (header.path("name").asText().equalsIgnoreCase(name)) {
        values.add(value(header));
      }
    }
    return values;
  }

  private static String value(JsonNode header) {
    return header.path("value").asText("").strip();
  }

  private static void line(StringBuilder head, String name, String value) {
    if (!value.isEmpty()) {
      head.append(name).append(": ").append(value).append("\r\n");
    }
  }

  /** As Go writes a header's name: each word's first letter large, the others small. */
  static String canonical(String name) {
    StringBuilder written = new StringBuilder();
    boolean begins = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      written.append(begins ? Character.toUpperCase(c) : Character.toLowerCase(c));
      begins = c == '-';
    }
    return written.toString();
  }
}
