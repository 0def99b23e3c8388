package io.shiplog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiTest {

  @TempDir Path home;

  @Test
  void theCaSignsAServerForThisHostAndAnAdministrator() throws Exception {
    Pki pki = new Pki(home.resolve("pki"));
    pki.ensure(home.resolve("kubeconfig"), 6443, List.of("shiplog.example", "192.0.2.7"));
    X509Certificate ca = read(pki.caCertificate());
    X509Certificate server = read(pki.serverCertificate());
    server.verify(ca.getPublicKey());
    assertThat(server.getSubjectAlternativeNames().toString())
        .contains("127.0.0.1", "10.96.0.1", "localhost", "shiplog.example", "192.0.2.7");
    X509Certificate admin = read(home.resolve("pki/admin.crt"));
    admin.verify(ca.getPublicKey());
    assertThat(admin.getSubjectX500Principal().getName())
        .contains("CN=kubernetes-admin", "O=system:masters");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pki.serverKey())))
        .isEqualTo("rw-------");
  }

  @Test
  void aSecondStartKeepsTheCredentialsAndFollowsThePort() throws Exception {
    Pki pki = new Pki(home.resolve("pki"));
    Path kubeconfig = home.resolve("kubeconfig");
    pki.ensure(kubeconfig, 6443, List.of());
    byte[] certificate = Files.readAllBytes(pki.serverCertificate());
    byte[] secret = Files.readAllBytes(pki.secretKey());
    pki.ensure(kubeconfig, 7443, List.of());
    assertThat(Files.readAllBytes(pki.serverCertificate())).isEqualTo(certificate);
    assertThat(Files.readAllBytes(pki.secretKey())).isEqualTo(secret).hasSize(32);
    assertThat(Files.readString(kubeconfig)).contains("server: https://127.0.0.1:7443");
  }

  /** fabric8 and ring read that one, and not what the JDK writes of an EC key. */
  @Test
  void theKubeconfigsKeyIsOneThatEveryClientReads() throws Exception {
    Pki pki = new Pki(home.resolve("pki"));
    pki.ensure(home.resolve("kubeconfig"), 6443, List.of());
    assertThat(clientKey()).startsWith("-----BEGIN RSA PRIVATE KEY-----");
    assertPairsWithTheCa(pki);
  }

  @Test
  void aFormerHomeKeepsItsCaAndGetsSuchAKey() throws Exception {
    Pki pki = new Pki(home.resolve("pki"));
    pki.ensure(home.resolve("kubeconfig"), 6443, List.of());
    byte[] ca = Files.readAllBytes(pki.caCertificate());
    byte[] server = Files.readAllBytes(pki.serverCertificate());
    // As former versions wrote it: EC, PKCS#8, without the public key.
    Files.copy(
        home.resolve("pki/ca.key"),
        home.resolve("pki/admin.key"),
        StandardCopyOption.REPLACE_EXISTING);

    pki.ensure(home.resolve("kubeconfig"), 6443, List.of());

    assertThat(clientKey()).startsWith("-----BEGIN RSA PRIVATE KEY-----");
    assertThat(Files.readAllBytes(pki.caCertificate())).isEqualTo(ca);
    assertThat(Files.readAllBytes(pki.serverCertificate())).isEqualTo(server);
    assertPairsWithTheCa(pki);
    byte[] renewed = Files.readAllBytes(home.resolve("pki/admin.key"));
    pki.ensure(home.resolve("kubeconfig"), 6443, List.of());
    assertThat(Files.readAllBytes(home.resolve("pki/admin.key"))).isEqualTo(renewed);
  }

  private String clientKey() throws IOException {
    return Files.readAllLines(home.resolve("kubeconfig")).stream()
        .filter(line -> line.contains("client-key-data: "))
        .map(line -> line.split(": ", 2)[1])
        .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.US_ASCII))
        .findFirst()
        .orElseThrow();
  }

  /** The certificate is the CA's, and for the key. */
  private void assertPairsWithTheCa(Pki pki) throws Exception {
    X509Certificate admin = read(home.resolve("pki/admin.crt"));
    admin.verify(read(pki.caCertificate()).getPublicKey());
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(AdminPair.privateKey(home.resolve("pki/admin.key")));
    byte[] signed = signature.sign();
    signature.initVerify(admin.getPublicKey());
    assertThat(signature.verify(signed)).isTrue();
  }

  /** As when a control plane and a node agent that share the folder start together. */
  @Test
  void aProcessWaitsForAnotherThatIsMakingTheKeyAndTakesThatOne() throws Exception {
    Path pki = Files.createDirectories(home.resolve("pki"));
    Path key = new Pki(pki).secretKey();
    java.lang.Process other;
    try (FileChannel lock =
        FileChannel.open(
            pki.resolve(Pki.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      other = makeCredentials();
      while (!waitsForTheLock(other)) {
        assertThat(other.isAlive()).as("ended without waiting").isTrue();
        Thread.onSpinWait();
      }
      assertThat(key).doesNotExist();
      Files.write(key, new byte[32]);
    }
    assertThat(other.waitFor()).isZero();
    assertThat(key).hasBinaryContent(new byte[32]);
  }

  private java.lang.Process makeCredentials() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.environment().put("SHIPLOG_HOME", home.toString());
    builder.environment().put("SHIPLOG_ROLES", "credentials");
    return builder.inheritIO().start();
  }

  /** Whether the process is in the queue of a lock, which /proc/locks shows by an arrow. */
  private static boolean waitsForTheLock(java.lang.Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/locks")).stream()
        .anyMatch(line -> line.contains("->") && line.contains(" " + process.pid() + " "));
  }

  private static X509Certificate read(Path file) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }
}
