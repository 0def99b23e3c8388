package io.shiplog.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads keys and certificates that are in PEM files. */
final class AdminPair {

  private AdminPair() {}

  /** Whether a key is one that every client reads, RSA as PKCS#1, and the certificate is for it. */
  static boolean readable(Path key, Path certificate) throws IOException, GeneralSecurityException {
    return Files.exists(key)
        && Files.readString(key).contains("BEGIN RSA PRIVATE KEY")
        && privateKey(key) instanceof RSAPrivateKey secret
        && certificate(certificate).getPublicKey() instanceof RSAPublicKey open
        && secret.getModulus().equals(open.getModulus());
  }

  /** A private key, PKCS#8 or of the older forms that name their algorithm. */
  static PrivateKey privateKey(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        PEMParser parser = new PEMParser(reader)) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      return switch (parser.readObject()) {
        case PrivateKeyInfo pkcs8 -> converter.getPrivateKey(pkcs8);
        case PEMKeyPair pair -> converter.getPrivateKey(pair.getPrivateKeyInfo());
        case null, default -> throw new IOException(file + " holds no private key");
      };
    }
  }

  /** The subject of a certificate, byte for byte, as those that it signs name their issuer. */
  static X500Name subject(Path certificate) throws IOException, GeneralSecurityException {
    return X500Name.getInstance(certificate(certificate).getSubjectX500Principal().getEncoded());
  }

  private static X509Certificate certificate(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
