package io.shiplog.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Names and ids that follow from what they are made of, so that making them twice makes the same.
 * Nothing here is random: a simulated cluster and a real one name things alike.
 */
public final class Names {

  /** Kubernetes' alphabet for generated suffixes: no vowels, no characters that look alike. */
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private Names() {}

  /** A suffix of that many characters (at most 32), derived from the parts. */
  public static String suffix(int length, Object... parts) {
    byte[] digest = digest(parts);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt((digest[i] & 0xff) % ALPHABET.length()));
    }
    return text.toString();
  }

  /** A version 8 (custom) UUID derived from the parts. */
  public static String uid(Object... parts) {
    byte[] digest = digest(parts);
    long high = bits(digest, 0) & 0xffffffffffff0fffL | 0x8000L;
    long low = bits(digest, 8) & 0x3fffffffffffffffL | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  private static long bits(byte[] digest, int from) {
    long value = 0;
    for (int i = from; i < from + 8; i++) {
      value = value << 8 | digest[i] & 0xff;
    }
    return value;
  }

  private static byte[] digest(Object... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (Object part : parts) {
        sha.update(part.toString().getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
      }
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
