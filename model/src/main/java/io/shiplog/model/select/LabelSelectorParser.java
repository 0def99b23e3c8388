package io.shiplog.model.select;

import io.shiplog.model.select.LabelSelector.Operator;
import io.shiplog.model.select.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the text form of a selector, word by word. What is wrong is told in the words of
 * kube-apiserver: what was found, and what might have stood there instead.
 */
final class LabelSelectorParser {

  /** The end of the text, as a word. */
  private static final String END = "";

  private static final String SIGNS = "=!(),<>";

  private final List<String> words;
  private int next;

  private LabelSelectorParser(String text) {
    this.words = words(text);
  }

  /**
   * Reads requirements with commas between them.
   *
   * @throws IllegalArgumentException if the text is no selector; the message is kube-apiserver's
   */
  static List<Requirement> parse(String text) {
    LabelSelectorParser parser = new LabelSelectorParser(text);
    List<Requirement> all = new ArrayList<>();
    if (parser.peek().equals(END)) {
      return all;
    }
    if (!parser.peek().equals("!") && !name(parser.peek())) {
      throw parser.wrong("!, identifier, or 'end of string'");
    }
    while (true) {
      all.add(parser.requirement());
      if (parser.peek().equals(END)) {
        return List.copyOf(all);
      }
      parser.expect(",", "',' or 'end of string'");
      if (!parser.peek().equals("!") && !name(parser.peek())) {
        throw parser.wrong("identifier after ','");
      }
    }
  }

  private Requirement requirement() {
    try {
      boolean absent = accept("!");
      String key = identifier("identifier");
      boolean alone = peek().equals(END) || peek().equals(",");
      if (absent) {
        return new Requirement(key, Operator.DOES_NOT_EXIST, List.of());
      }
      return alone ? new Requirement(key, Operator.EXISTS, List.of()) : compared(key);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("unable to parse requirement: " + e.getMessage(), e);
    }
  }

  private Requirement compared(String key) {
    String sign = peek();
    Operator operator =
        switch (sign) {
          case "in", "=", "==" -> Operator.IN;
          case "notin", "!=" -> Operator.NOT_IN;
          case ">" -> Operator.GREATER;
          case "<" -> Operator.LESS;
          default -> throw wrong("in, notin, =, ==, !=, gt, lt");
        };
    next++;
    return new Requirement(key, operator, name(sign) ? set() : List.of(value()));
  }

  /** One value, which may be empty. */
  private String value() {
    return peek().equals(END) || peek().equals(",") ? "" : identifier("identifier");
  }

  /** Values in parentheses; where none is between two signs, the empty one is meant. */
  private List<String> set() {
    expect("(", "'('");
    List<String> values = new ArrayList<>();
    do {
      boolean empty = peek().equals(",") || peek().equals(")");
      values.add(empty ? "" : identifier("',', or identifier"));
    } while (accept(","));
    expect(")", "',' or ')'");
    return List.copyOf(values);
  }

  private String identifier(String expected) {
    if (!name(peek())) {
      throw wrong(expected);
    }
    return words.get(next++);
  }

  private void expect(String word, String expected) {
    if (!accept(word)) {
      throw wrong(expected);
    }
  }

  private boolean accept(String word) {
    boolean there = peek().equals(word);
    next += there ? 1 : 0;
    return there;
  }

  private String peek() {
    return next < words.size() ? words.get(next) : END;
  }

  private static boolean name(String word) {
    return !word.isEmpty() && SIGNS.indexOf(word.charAt(0)) < 0;
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException("found '" + peek() + "', expected: " + expected);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int from = at;
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
        continue;
      }
      if (SIGNS.indexOf(text.charAt(at)) >= 0) {
        boolean two = text.startsWith("==", at) || text.startsWith("!=", at);
        at += two ? 2 : 1;
      } else {
        while (at < text.length() && ordinary(text.charAt(at))) {
          at++;
        }
      }
      words.add(text.substring(from, at));
    }
    return words;
  }

  private static boolean ordinary(char character) {
    return !Character.isWhitespace(character) && SIGNS.indexOf(character) < 0;
  }
}
