package io.shiplog.model.schema;

import io.shiplog.model.Nesting;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What is wrong with a text that should be JSON, in the words of Go's reader: those that clients of
 * kube-apiserver know. For texts that were refused already; it builds nothing.
 */
public final class GoJson {

  /** What is said of a text that ends too early, such as one without anything. */
  public static final String NOTHING = "unexpected end of JSON input";

  private static final String VALUE = " looking for beginning of value";
  private static final String KEY = " looking for beginning of object key string";
  private static final int DELETE = 0x7f;

  private final byte[] text;
  private int at;
  private int depth;

  private GoJson(byte[] text) {
    this.text = text;
  }

  /** The first thing that is wrong; empty where the text is one JSON value. */
  public static Optional<String> syntaxError(byte[] text) {
    GoJson reader = new GoJson(text);
    try {
      reader.value();
      reader.space();
      return reader.at < text.length
          ? Optional.of(reader.odd(" after top-level value"))
          : Optional.empty();
    } catch (Wrong wrong) {
      return Optional.of(wrong.getMessage());
    }
  }

  /** The same for a text that should be an object, or null. */
  public static Optional<String> objectError(byte[] text) {
    Optional<String> syntax = syntaxError(text);
    return syntax.isPresent()
        ? syntax
        : kind(text)
            .filter(kind -> !kind.equals("object"))
            .map(kind -> mismatch(kind, "map[string]interface {}"));
  }

  /** That a value of this kind does not go into a Go value of that type. */
  public static String mismatch(String kind, String type) {
    return "json: cannot unmarshal " + kind + " into Go value of type " + type;
  }

  /** What Go calls the value that a JSON text is; empty for null. */
  public static Optional<String> kind(byte[] text) {
    GoJson reader = new GoJson(text);
    reader.space();
    return switch (reader.at < text.length ? text[reader.at] : 'n') {
      case '{' -> Optional.of("object");
      case '[' -> Optional.of("array");
      case '"' -> Optional.of("string");
      case 't', 'f' -> Optional.of("bool");
      case 'n' -> Optional.empty();
      default -> Optional.of("number");
    };
  }

  private void value() {
    space();
    byte first = peek();
    switch (first) {
      case '{' -> {
        deeper();
        object();
        depth--;
      }
      case '[' -> {
        deeper();
        list();
        depth--;
      }
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> {
        if (first != '-' && !digit(first)) {
          throw new Wrong(odd(VALUE));
        }
        number();
      }
    }
  }

  /** Go's own bound is 10,000 levels. */
  private void deeper() {
    if (++depth > Nesting.MAX) {
      throw new Wrong(odd(Nesting.EXCEEDED));
    }
  }

  private void object() {
    at++;
    space();
    if (peek() == '}') {
      at++;
      return;
    }
    while (true) {
      space();
      if (peek() != '"') {
        throw new Wrong(odd(KEY));
      }
      string();
      expect(':', " after object key");
      value();
      space();
      if (peek() == '}') {
        at++;
        return;
      }
      expect(',', " after object key:value pair");
    }
  }

  private void list() {
    at++;
    space();
    if (peek() == ']') {
      at++;
      return;
    }
    while (true) {
      value();
      space();
      if (peek() == ']') {
        at++;
        return;
      }
      expect(',', " after array element");
    }
  }

  private void string() {
    at++;
    while (peek() != '"') {
      if (peek() >= 0 && peek() < ' ') {
        throw new Wrong(odd(" in string literal"));
      }
      if (peek() == '\\') {
        at++;
        escape();
      }
      at++;
    }
    at++;
  }

  private void escape() {
    byte escaped = peek();
    if (escaped == 'u') {
      for (int i = 0; i < 4; i++) {
        at++;
        if (Character.digit(peek(), 16) < 0) {
          throw new Wrong(odd(" in \\u hexadecimal character escape"));
        }
      }
    } else if ("\"\\/bfnrt".indexOf(escaped) < 0) {
      throw new Wrong(odd(" in string escape code"));
    }
  }

  private void literal(String word) {
    for (int i = 1; i < word.length(); i++) {
      at++;
      if (peek() != word.charAt(i)) {
        throw new Wrong(odd(" in literal " + word + " (expecting '" + word.charAt(i) + "')"));
      }
    }
    at++;
  }

  private void number() {
    if (peek() == '-') {
      at++;
      digits(" in numeric literal");
    } else {
      digits(VALUE);
    }
    if (at < text.length && text[at] == '.') {
      at++;
      digits(" after decimal point in numeric literal");
    }
    if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits(" in exponent of numeric literal");
    }
  }

  private void digits(String where) {
    if (!digit(peek())) {
      throw new Wrong(odd(where));
    }
    while (at < text.length && digit(text[at])) {
      at++;
    }
  }

  private void expect(char wanted, String where) {
    space();
    if (peek() != wanted) {
      throw new Wrong(odd(where));
    }
    at++;
  }

  private void space() {
    while (at < text.length && " \t\r\n".indexOf(text[at]) >= 0) {
      at++;
    }
  }

  private byte peek() {
    if (at >= text.length) {
      throw new Wrong(NOTHING);
    }
    return text[at];
  }

  private static boolean digit(byte character) {
    return character >= '0' && character <= '9';
  }

  /** The byte that does not belong here, as a Go character. */
  private String odd(String where) {
    char found = new String(text, at, 1, StandardCharsets.ISO_8859_1).charAt(0);
    String shown =
        switch (found) {
          case '\'' -> "\\'";
          case '\\' -> "\\\\";
          case '\n' -> "\\n";
          case '\r' -> "\\r";
          case '\t' -> "\\t";
          default -> printable(found) ? String.valueOf(found) : escaped(found);
        };
    return "invalid character '" + shown + "'" + where;
  }

  private static boolean printable(char found) {
    return found >= ' ' && found < DELETE || found > 0xa0 && found != 0xad;
  }

  private static String escaped(char found) {
    return found <= DELETE ? "\\x%02x".formatted((int) found) : "\\u%04x".formatted((int) found);
  }

  /** Ends the reading. */
  private static final class Wrong extends RuntimeException {

    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message, null, false, false);
    }
  }
}
