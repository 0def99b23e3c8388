package io.shiplog.gateway.ledger;

/** Keeps messages that quote what others wrote at a size a record can carry. */
final class Texts {

  private static final int MAX = 4096;

  private Texts() {}

  static String shorten(String text) {
    return text.length() <= MAX ? text : text.substring(0, MAX) + "…";
  }
}
