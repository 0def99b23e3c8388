package io.shiplog.agent.decide;

import java.util.Base64;

/**
 * Bytes that a Secret or ConfigMap carries as text, read as Go reads them: line ends are left out,
 * and nothing else is forgiven.
 */
public final class GoBase64 {

  private GoBase64() {}

  /**
   * The bytes.
   *
   * @param what it is, for people
   * @throws ConfigProblem if it is no base64
   */
  public static byte[] decode(String text, String what) {
    try {
      return Base64.getDecoder().decode(text.replace("\r", "").replace("\n", ""));
    } catch (IllegalArgumentException e) {
      throw ConfigProblem.missing(what + " is no base64: " + e.getMessage());
    }
  }
}
