package io.shiplog.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The key that the control plane writes into the kubeconfig. */
class PrivateKeysTest {

  /** What PKCS#8 has before the PKCS#1 of an RSA key of this size. */
  private static final int BEFORE_PKCS1 = 26;

  @Test
  void anRsaKeyIsReadAsKubeadmWritesIt() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    PrivateKey key = generator.generateKeyPair().getPrivate();
    byte[] whole = key.getEncoded();
    byte[] pkcs1 = Arrays.copyOfRange(whole, BEFORE_PKCS1, whole.length);
    assertThat(PrivateKeys.read(pem("RSA PRIVATE KEY", pkcs1))).isEqualTo(key);
    assertThatThrownBy(() -> PrivateKeys.read(pem("PRIVATE KEY", whole)))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void soIsTheKeyOfAFormerHome() throws Exception {
    PrivateKey key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
    assertThat(PrivateKeys.read(pem("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
  }

  private static byte[] pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder().encodeToString(der);
    return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
