package io.shiplog.agent.logs;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * What a reader wants of a log, as in the URL of the log subresource (core/v1 PodLogOptions).
 *
 * @param follow whether to wait for more
 * @param previous whether the container before the newest is meant
 * @param timestamps whether each line starts with its time
 * @param tailLines how many lines from the end; below 0 for all
 * @param limitBytes how many bytes at most; below 0 for all
 * @param since lines before this are left out; null for all
 */
record LogOptions(
    boolean follow,
    boolean previous,
    boolean timestamps,
    long tailLines,
    long limitBytes,
    Instant since) {

  /**
   * Reads the options.
   *
   * @param now what sinceSeconds counts back from
   * @throws IllegalArgumentException if one of them cannot be read
   */
  static LogOptions of(Map<String, String> options, Instant now) {
    return new LogOptions(
        Boolean.parseBoolean(options.get("follow")),
        Boolean.parseBoolean(options.get("previous")),
        Boolean.parseBoolean(options.get("timestamps")),
        number(options, "tailLines"),
        number(options, "limitBytes"),
        since(options, now));
  }

  private static long number(Map<String, String> options, String name) {
    String text = options.getOrDefault(name, "");
    try {
      return text.isEmpty() ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is not a number: " + text, e);
    }
  }

  private static Instant since(Map<String, String> options, Instant now) {
    long seconds = number(options, "sinceSeconds");
    String time = options.getOrDefault("sinceTime", "");
    try {
      return seconds >= 0 ? now.minusSeconds(seconds) : time.isEmpty() ? null : Instant.parse(time);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("sinceTime is not a time: " + time, e);
    }
  }
}
