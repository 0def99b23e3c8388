package io.shiplog.model.schema;

import java.util.List;

/**
 * The place of a field, put together only where somebody is told of it: most fields are right, and
 * decoding passes them all.
 */
final class FieldPaths {

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
    }
    return text.toString();
  }
}
