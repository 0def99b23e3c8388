package io.shiplog.agent.decide;

import java.util.Map;

/**
 * {@code $(NAME)} in commands, arguments and values of variables (core/v1 Container.command): a
 * known name is replaced, an unknown one stays as it is, {@code $$} is one dollar sign.
 */
public final class Expansion {

  private Expansion() {}

  /** The text with known names replaced. */
  public static String expand(String text, Map<String, String> known) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '$' || at + 1 == text.length()) {
        out.append(c);
        at++;
        continue;
      }
      char next = text.charAt(at + 1);
      int close = next == '(' ? text.indexOf(')', at + 2) : -1;
      if (next == '$') {
        out.append('$');
        at += 2;
      } else if (close >= 0) {
        String name = text.substring(at + 2, close);
        out.append(known.getOrDefault(name, "$(" + name + ")"));
        at = close + 1;
      } else {
        out.append('$');
        at++;
      }
    }
    return out.toString();
  }
}
