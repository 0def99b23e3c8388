package io.shiplog.model.schema;

import java.util.List;

/**
 * The place of a field, put together only where somebody is told of it: most fields are right, and
 * decoding passes them all.
 */
final class FieldPaths {

  /** A longer path is cut: names may be megabytes, and be told for each field below them. */
  private static final int LONGEST = 2_000;

  private FieldPaths() {}

  /**
   * A path as strict errors name it: {@code spec.containers[0].image}.
   *
   * @param steps names as strings, indexes of lists as integers
   */
  static String text(List<Object> steps) {
    StringBuilder text = new StringBuilder();
    for (Object step : steps) {
      if (step instanceof Integer) {
        text.append('[').append(step).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step);
      }
      if (text.length() > LONGEST) {
        return text.substring(0, LONGEST) + "...";
      }
    }
    return text.toString();
  }
}
