package io.shiplog.launcher;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** Reads the key of a kubeconfig's user. */
final class PrivateKeys {

  private static final String PKCS1 = "-----BEGIN RSA PRIVATE KEY-----";

  /** Version 0 and the algorithm, rsaEncryption without parameters (RFC 5208, RFC 8017). */
  private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  private PrivateKeys() {}

  /**
   * Reads an RSA key as PKCS#1, which is how the kubeconfig has it, or an EC key as PKCS#8, which
   * is how that of a former home had it until its control plane started anew.
   *
   * @param pem the key as PEM
   * @throws GeneralSecurityException if it is neither
   */
  static PrivateKey read(byte[] pem) throws GeneralSecurityException {
    String text = new String(pem, StandardCharsets.US_ASCII);
    String base64 = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    byte[] der = Base64.getDecoder().decode(base64);
    if (!text.contains(PKCS1)) {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }
    // Java reads PKCS#8, of which PKCS#1 is the innermost part.
    ByteArrayOutputStream wrapped = new ByteArrayOutputStream();
    wrapped.writeBytes(RSA);
    wrapped.writeBytes(element(OCTET_STRING, der));
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(element(SEQUENCE, wrapped.toByteArray())));
  }

  /** A DER element: its tag, its length, its content. */
  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    if (content.length < 0x80) {
      der.write(content.length);
    } else if (content.length < 0x100) {
      der.write(0x81);
      der.write(content.length);
    } else {
      der.write(0x82);
      der.write(content.length >> 8);
      der.write(content.length);
    }
    der.writeBytes(content);
    return der.toByteArray();
  }
}
