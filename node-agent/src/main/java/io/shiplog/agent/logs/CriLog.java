package io.shiplog.agent.logs;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines of a container's log as CRI runtimes write them: {@code <time> <stdout|stderr> <P|F>
 * <text>}, where P says that the line goes on in the next entry.
 *
 * @param time RFC 3339 with nanoseconds
 * @param stream {@code stdout} or {@code stderr}
 * @param partial whether the text's line goes on in the next entry
 * @param text without the newline
 */
public record CriLog(String time, String stream, boolean partial, String text) {

  /** Reads one entry; empty if it is not one. */
  static Optional<CriLog> parse(String line) {
    int first = line.indexOf(' ');
    int second = line.indexOf(' ', first + 1);
    if (first <= 0 || second < 0) {
      return Optional.empty();
    }
    int third = line.indexOf(' ', second + 1);
    int end = third < 0 ? line.length() : third;
    String tags = line.substring(second + 1, end);
    boolean partial = tags.equals("P") || tags.startsWith("P:");
    if (!partial && !tags.equals("F") && !tags.startsWith("F:")) {
      return Optional.empty();
    }
    String text = third < 0 ? "" : line.substring(third + 1);
    return Optional.of(
        new CriLog(line.substring(0, first), line.substring(first + 1, second), partial, text));
  }

  /**
   * The end of a log's text: at most so many lines of it, and of these at most so many bytes.
   *
   * @param raw the log's last bytes; an entry that is cut at their beginning is left out
   */
  public static String tail(byte[] raw, int lines, int bytes) {
    // One character for each byte, so that what is counted is bytes.
    StringBuilder text = new StringBuilder();
    for (String line : new String(raw, StandardCharsets.ISO_8859_1).split("\n")) {
      parse(line).ifPresent(e -> text.append(e.text()).append(e.partial() ? "" : "\n"));
    }
    int start = text.length();
    for (int left = lines; left > 0 && start > 0; left--) {
      start = text.lastIndexOf("\n", start - 2) + 1;
    }
    String tail = text.substring(Math.max(start, text.length() - bytes));
    return new String(tail.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
