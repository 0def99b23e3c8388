package io.shiplog.agent.decide.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * What a probe asks for. A path may be anything (core/v1 HTTPGetAction.path): like Go's {@code
 * net/url} this escapes of it what must not be sent, and leaves the query as it is.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name or address, without brackets
 * @param port as in the URL; 0 where a redirect names none
 * @param target what the request's first line names: path and query
 */
public record ProbeUrl(String scheme, String host, int port, String target) {

  /** Characters beside letters and digits that Go leaves as they are in a path. */
  private static final String PLAIN = "-_.~$&+,/:;=@";

  /** Further ones that stay if the whole path is written as a URL demands already. */
  private static final String KEPT = PLAIN + "!'()*[]%";

  /**
   * The URL of a probe or a hook.
   *
   * @param get the HTTPGetAction
   * @param host whom to ask
   * @param port its number
   */
  public static ProbeUrl of(JsonNode get, String host, int port) {
    String scheme = get.path("scheme").asText("HTTP").toLowerCase(Locale.ROOT);
    return new ProbeUrl(scheme, host, port, target(get.path("path").asText("")));
  }

  /** Where a redirect leads, as RFC 3986 resolves references. */
  public ProbeUrl resolve(String location) {
    int colon = location.indexOf("://");
    if (colon > 0 && location.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*")) {
      String named = location.substring(0, colon).toLowerCase(Locale.ROOT);
      return authority(named, location.substring(colon + 3));
    }
    if (location.startsWith("//")) {
      return authority(scheme, location.substring(2));
    }
    if (location.startsWith("/")) {
      return withTarget(target(normal(location)));
    }
    String path = target.replaceFirst("\\?.*", "");
    if (location.startsWith("?")) {
      return withTarget(target(path + location));
    }
    return withTarget(target(normal(path.substring(0, path.lastIndexOf('/') + 1) + location)));
  }

  private ProbeUrl withTarget(String other) {
    return new ProbeUrl(scheme, host, port, other);
  }

  private static ProbeUrl authority(String scheme, String rest) {
    int end = 0;
    while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    String authority = rest.substring(rest.substring(0, end).lastIndexOf('@') + 1, end);
    int colon = authority.lastIndexOf(':');
    boolean ported =
        colon > authority.lastIndexOf(']') && authority.substring(colon + 1).matches("\\d{1,5}");
    String host = ported ? authority.substring(0, colon) : authority;
    int port = ported ? Integer.parseInt(authority.substring(colon + 1)) : 0;
    return new ProbeUrl(scheme, host.replaceAll("[\\[\\]]", ""), port, target(rest.substring(end)));
  }

  /** Without the dot segments of its path (RFC 3986, 5.2.4). */
  private static String normal(String reference) {
    int query = reference.indexOf('?');
    String path = query < 0 ? reference : reference.substring(0, query);
    Deque<String> kept = new ArrayDeque<>();
    List<String> segments = List.of(path.substring(1).split("/", -1));
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      boolean last = i == segments.size() - 1;
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.equals(".")) {
        kept.addLast(segment);
        continue;
      }
      if (last) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept) + (query < 0 ? "" : reference.substring(query));
  }

  /** What of a path is sent; it begins with a slash, whatever the path does. */
  private static String target(String path) {
    String sent = parses(path) ? parsed(path) : escaped(path.getBytes(StandardCharsets.UTF_8));
    return sent.startsWith("/") ? sent : "/" + sent;
  }

  /** Whether Go reads it as a URL: no control characters, and each percent sign of an escape. */
  private static boolean parses(String path) {
    String rest = path.replaceFirst("[?#].*", "");
    return path.chars().noneMatch(c -> c < 0x20 || c == 0x7f)
        && rest.matches("(?:[^%]|%[0-9A-Fa-f]{2})*")
        && !rest.replaceFirst("/.*", "").contains(":");
  }

  private static String parsed(String path) {
    String reference = path.replaceFirst("#.*", "");
    int query = reference.indexOf('?');
    String rest = query < 0 ? reference : reference.substring(0, query);
    boolean kept = rest.chars().allMatch(c -> letter(c) || KEPT.indexOf(c) >= 0);
    String sent = kept ? rest : escaped(unescaped(rest));
    // A question mark with nothing behind it is kept, too.
    return query < 0 ? sent : (sent.isEmpty() ? "/" : sent) + reference.substring(query);
  }

  private static byte[] unescaped(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    byte[] plain = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        String digits = new String(bytes, i + 1, 2, StandardCharsets.US_ASCII);
        plain[length++] = (byte) Integer.parseInt(digits, 16);
        i += 2;
      } else {
        plain[length++] = bytes[i];
      }
    }
    return Arrays.copyOf(plain, length);
  }

  private static String escaped(byte[] path) {
    StringBuilder sent = new StringBuilder();
    for (byte b : path) {
      int c = b & 0xff;
      boolean plain = letter(c) || (c < 0x80 && PLAIN.indexOf(c) >= 0);
      sent.append(plain ? Character.toString(c) : String.format("%%%02X", c));
    }
    return sent.toString();
  }

  private static boolean letter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** The number to connect to: the scheme's own where the URL names none. */
  public int portOrDefault() {
    return port > 0 ? port : tls() ? 443 : 80;
  }

  public boolean tls() {
    return scheme.equals("https");
  }

  /** Host and port as the header {@code Host} names them. */
  public String authority() {
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    return port > 0 ? bracketed + ":" + port : bracketed;
  }

  @Override
  public String toString() {
    return scheme + "://" + authority() + target;
  }
}
