package io.shiplog.ledger.decide.kinds;

import java.nio.charset.StandardCharsets;

/** The syntax of labels, annotations and label selectors. */
final class LabelRules {

  /** 256 KiB: all annotations of an object together, keys and values. */
  static final int ANNOTATIONS_BYTES = 256 * 1024;

  private LabelRules() {}

  static void labels(Field labels, Problems problems) {
    labels.entries(
        (key, value) -> {
          Formats.qualifiedName(key).forEach(wrong -> problems.invalid(labels, key, wrong));
          Formats.labelValue(value.text())
              .forEach(wrong -> problems.invalid(labels, value.text(), wrong));
        });
  }

  static void annotations(Field annotations, Problems problems) {
    int[] bytes = {0};
    annotations.entries(
        (key, value) -> {
          Formats.annotationKey(key).forEach(wrong -> problems.invalid(annotations, key, wrong));
          bytes[0] += length(key) + length(value.text());
        });
    if (bytes[0] > ANNOTATIONS_BYTES) {
      problems.tooLong(annotations, ANNOTATIONS_BYTES);
    }
  }

  /** A selector in the form with {@code matchLabels} and {@code matchExpressions}. */
  static void selector(Field selector, Problems problems) {
    labels(selector.at("matchLabels"), problems);
    for (Field expression : selector.at("matchExpressions").items()) {
      requirement(expression, problems);
    }
  }

  private static void requirement(Field expression, Problems problems) {
    Field operator = expression.at("operator");
    Field values = expression.at("values");
    switch (operator.text()) {
      case "In", "NotIn" -> {
        if (values.isEmpty()) {
          problems.required(values, "must be specified when `operator` is 'In' or 'NotIn'");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!values.isEmpty()) {
          problems.forbidden(
              values, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
      }
      default -> problems.invalid(operator, operator.text(), "not a valid selector operator");
    }
    problems.invalidAll(expression.at("key"), Formats.qualifiedName(expression.at("key").text()));
    for (Field value : values.items()) {
      problems.invalidAll(value, Formats.labelValue(value.text()));
    }
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
