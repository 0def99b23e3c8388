package io.shiplog.benchmarks.load;

import java.util.List;

/** A text with one gap, filled anew for each request: cheaper than to write an object each time. */
record Template(String before, String after) {

  /**
   * The text with a gap where the marker stands.
   *
   * @throws IllegalArgumentException if the marker does not stand there exactly once
   */
  static Template of(String text, String marker) {
    List<String> parts = List.of(text.split(java.util.regex.Pattern.quote(marker), -1));
    if (parts.size() != 2) {
      throw new IllegalArgumentException(
          "'" + marker + "' stands " + (parts.size() - 1) + " times in " + text);
    }
    return new Template(parts.get(0), parts.get(1));
  }

  /** The text with the gap filled. */
  String with(String filling) {
    return before + filling + after;
  }
}
