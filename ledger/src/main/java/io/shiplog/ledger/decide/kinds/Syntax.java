package io.shiplog.ledger.decide.kinds;

/**
 * Whether a text has a form, found out character by character. The forms are those of the regular
 * expressions that {@link Formats} shows in its messages; a matcher of them costs several times as
 * much, and every write has dozens of names and keys.
 */
final class Syntax {

  private Syntax() {}

  /** {@code [a-z0-9]([-a-z0-9]*[a-z0-9])?}. */
  static boolean label(String text) {
    return label(text, 0, text.length());
  }

  private static boolean label(String text, int from, int to) {
    if (from >= to || text.charAt(from) == '-' || text.charAt(to - 1) == '-') {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!lower(c) && !digit(c) && c != '-') {
        return false;
      }
    }
    return true;
  }

  /** Labels with dots between them. */
  static boolean subdomain(String text) {
    int start = 0;
    for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', start)) {
      if (!label(text, start, dot)) {
        return false;
      }
      start = dot + 1;
    }
    return label(text, start, text.length());
  }

  /** {@code ([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]}. */
  static boolean qualified(String text) {
    return configKey(text)
        && alphanumeric(text.charAt(0))
        && alphanumeric(text.charAt(text.length() - 1));
  }

  /** Nothing, or the same as {@link #qualified}. */
  static boolean labelValue(String text) {
    return text.isEmpty() || qualified(text);
  }

  /** {@code [-._a-zA-Z0-9]+}. */
  static boolean configKey(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!alphanumeric(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** {@code [ -<>-~]+}: printable ASCII without the equals sign. */
  static boolean envName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '=') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean alphanumeric(char c) {
    return lower(c) || c >= 'A' && c <= 'Z' || digit(c);
  }

  private static boolean lower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }
}
