package io.shiplog.topics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The seals of processes: several seal with the same key and know nothing of each other, so nonces
 * are drawn. Of 96 random bits two are the same with a chance below 2⁻³² as long as fewer than 2³²
 * values are sealed with a key (NIST SP 800-38D, section 8.3), which is a hundred writes of Secrets
 * a second for more than a year.
 */
public final class RandomSeal {

  private RandomSeal() {}

  /**
   * A seal with this key.
   *
   * @param key 32 bytes
   */
  public static SecretSeal withKey(byte[] key) {
    return new SecretSeal(key, new SecureRandom()::nextBytes);
  }

  /** Reads the 32 bytes of the key from a file. */
  public static SecretSeal fromFile(Path file) throws IOException {
    return withKey(Files.readAllBytes(file));
  }
}
