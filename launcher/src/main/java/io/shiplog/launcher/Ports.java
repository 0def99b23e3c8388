package io.shiplog.launcher;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/** Which port is for what, by the name of the setting. */
final class Ports {

  private static final int TRIED = 200;

  /** Where people look first. */
  private static final Map<String, Integer> USUAL = new LinkedHashMap<>();

  static {
    USUAL.put("SHIPLOG_API_PORT", 6443);
    USUAL.put("SHIPLOG_BROKER_PORT", 19092);
    USUAL.put("SHIPLOG_CONTROLLER_PORT", 19093);
    USUAL.put("SHIPLOG_HTTP_PORT", 10248);
  }

  private Ports() {}

  /**
   * A port for each setting: the one that was asked for, or else the first free one from the usual
   * one on that no other setting has got.
   *
   * @param asked settings, among them perhaps some of ours
   * @param free whether nobody listens at a port
   * @throws IllegalArgumentException if what was asked for is not a number
   * @throws IllegalStateException if no port is free in reach
   */
  static Map<String, Integer> choose(Map<String, String> asked, IntPredicate free) {
    Map<String, Integer> chosen = new LinkedHashMap<>();
    USUAL.keySet().stream()
        .filter(asked::containsKey)
        .forEach(name -> chosen.put(name, parse(name, asked.get(name))));
    Set<Integer> taken = new HashSet<>(chosen.values());
    USUAL.forEach(
        (name, usual) -> {
          if (!chosen.containsKey(name)) {
            int port =
                firstFree(usual, candidate -> !taken.contains(candidate) && free.test(candidate));
            taken.add(port);
            chosen.put(name, port);
          }
        });
    return chosen;
  }

  private static int parse(String name, String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is not a port: " + text, e);
    }
  }

  private static int firstFree(int from, IntPredicate free) {
    for (int port = from; port < from + TRIED; port++) {
      if (free.test(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + from + " to " + (from + TRIED - 1));
  }
}
