package io.shiplog.agent.decide;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Reads resource quantities such as {@code 250m}, {@code 1.5}, {@code 64Mi}, {@code 1e3}. */
public final class Quantities {

  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("1e-9")),
          Map.entry("u", new BigDecimal("1e-6")),
          Map.entry("m", new BigDecimal("1e-3")),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", new BigDecimal("1e3")),
          Map.entry("M", new BigDecimal("1e6")),
          Map.entry("G", new BigDecimal("1e9")),
          Map.entry("T", new BigDecimal("1e12")),
          Map.entry("P", new BigDecimal("1e15")),
          Map.entry("E", new BigDecimal("1e18")),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private Quantities() {}

  /**
   * The amount.
   *
   * @throws IllegalArgumentException if the text is no quantity
   */
  public static BigDecimal parse(String text) {
    int split = text.length();
    while (split > 0 && Character.isLetter(text.charAt(split - 1))) {
      split--;
    }
    String suffix = text.substring(split);
    try {
      BigDecimal factor = SUFFIXES.get(suffix);
      return factor == null
          ? new BigDecimal(text)
          : new BigDecimal(text.substring(0, split)).multiply(factor);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a quantity: " + text, e);
    }
  }

  /** The amount in thousandths, rounded up; 0 for the empty text. */
  public static long millis(String text) {
    return text.isEmpty() ? 0 : roundedUp(parse(text).movePointRight(3));
  }

  /** The amount in whole units, rounded up; 0 for the empty text. */
  public static long value(String text) {
    return text.isEmpty() ? 0 : roundedUp(parse(text));
  }

  private static long roundedUp(BigDecimal amount) {
    return amount.setScale(0, RoundingMode.UP).longValue();
  }
}
