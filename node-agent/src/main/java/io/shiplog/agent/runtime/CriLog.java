package io.shiplog.agent.runtime;

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
record CriLog(String time, String stream, boolean partial, String text) {

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

  /** Only the text of a piece of log; a first line that is cut is left out. */
  static String text(String log) {
    StringBuilder text = new StringBuilder();
    log.lines()
        .forEach(
            line ->
                parse(line).ifPresent(e -> text.append(e.text()).append(e.partial() ? "" : "\n")));
    return text.toString();
  }
}
