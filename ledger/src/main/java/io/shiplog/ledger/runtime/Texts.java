package io.shiplog.ledger.runtime;

/** Keeps messages that quote what others wrote at a size a record can carry. */
public final class Texts {

  private static final int MAX = 4096;

  private Texts() {}

  /** The text, or its beginning where it is long; null stays null. */
  public static String shorten(String text) {
    return text == null || text.length() <= MAX ? text : text.substring(0, MAX) + "…";
  }
}
