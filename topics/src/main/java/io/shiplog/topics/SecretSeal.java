package io.shiplog.topics;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the record values that hold Secrets, so that a reader of the log without the key learns
 * nothing. AES-256-GCM; a sealed value starts with a zero byte, which no JSON does, then 12 bytes
 * of nonce, then the ciphertext with its tag. Values that are not sealed pass through {@link #open}
 * unchanged.
 */
public final class SecretSeal {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final byte MARK = 0;

  private final SecretKey key;
  private final Nonces nonces;

  /**
   * A seal with this key.
   *
   * @param key 32 bytes
   * @param nonces never the same twice with this key, whoever seals with it
   */
  public SecretSeal(byte[] key, Nonces nonces) {
    if (key.length != 32) {
      throw new IllegalArgumentException(
          "the encryption key must have 32 bytes, not " + key.length);
    }
    this.key = new SecretKeySpec(key, "AES");
    this.nonces = nonces;
  }

  /** Whether records under this object key are sealed. */
  public static boolean covers(String objectKey) {
    return objectKey.startsWith("secrets/");
  }

  /** Encrypts a value; null stays null. */
  public byte[] seal(byte[] plain) {
    if (plain == null) {
      return null;
    }
    byte[] nonce = new byte[NONCE_BYTES];
    nonces.next(nonce);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      byte[] sealed = new byte[1 + NONCE_BYTES + cipher.getOutputSize(plain.length)];
      sealed[0] = MARK;
      System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
      cipher.doFinal(plain, 0, plain.length, sealed, 1 + NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /**
   * Decrypts a value that was sealed; any other comes back as it is.
   *
   * @throws IllegalArgumentException if it was sealed with another key, or damaged
   */
  public byte[] open(byte[] value) {
    if (value == null || value.length <= NONCE_BYTES || value[0] != MARK) {
      return value;
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, value, 1, NONCE_BYTES));
      return cipher.doFinal(value, 1 + NONCE_BYTES, value.length - 1 - NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "a sealed record cannot be opened: it was written with another encryption key", e);
    }
  }
}
