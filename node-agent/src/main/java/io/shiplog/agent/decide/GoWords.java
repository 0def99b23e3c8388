package io.shiplog.agent.decide;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** How Go writes things, for words that people know from a kubelet. */
public final class GoWords {

  private static final String NAMED = "abfnrtv";
  private static final String NAMED_CHARS = "\u0007\b\f\n\r\t\u000b";

  private GoWords() {}

  /** A text in double quotes, as {@code %q} writes it. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quoted.append(c < 0x80 ? ascii(c) : other(c)));
    return quoted.append('"').toString();
  }

  /** Bytes in double quotes, as {@code %q} writes them: what is no UTF-8 in hexadecimal. */
  public static String quote(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') < 0) {
      return quote(text);
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (byte b : bytes) {
      quoted.append(b >= 0 ? ascii(b) : hex(b & 0xff));
    }
    return quoted.append('"').toString();
  }

  private static String ascii(int c) {
    int named = NAMED_CHARS.indexOf(c);
    if (named >= 0) {
      return "\\" + NAMED.charAt(named);
    }
    if (c == '"' || c == '\\') {
      return "\\" + (char) c;
    }
    return c < 0x20 || c == 0x7f ? hex(c) : Character.toString(c);
  }

  private static String other(int c) {
    boolean shown =
        !Character.isISOControl(c) && Character.isDefined(c) && !Character.isSpaceChar(c);
    return shown ? Character.toString(c) : String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c);
  }

  private static String hex(int c) {
    return String.format("\\x%02x", c);
  }

  /** A time of whole seconds as Go writes a duration: 10s, 1m20s, 1h0m0s. */
  public static String seconds(long seconds) {
    Duration time = Duration.ofSeconds(seconds);
    String rest = time.toSecondsPart() + "s";
    if (seconds < 60) {
      return rest;
    }
    String minutes = time.toMinutesPart() + "m" + rest;
    return seconds < 3600 ? minutes : time.toHours() + "h" + minutes;
  }
}
