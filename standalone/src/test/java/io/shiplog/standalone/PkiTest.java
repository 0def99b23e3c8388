package io.shiplog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
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

  private static X509Certificate read(Path file) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }
}
