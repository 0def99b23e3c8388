package io.shiplog.standalone;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jboss.logging.Logger;

/**
 * The cluster's credentials, made once and kept in {@code <home>/pki}: a CA, the gateway's
 * certificate, the administrator's, the key that seals Secrets, and the kubeconfig. Processes that
 * share the folder, and start together, make them one after the other: what the first has made the
 * others find. Otherwise one could read a key that another is about to replace.
 */
final class Pki {

  /** Who holds a lock on this file makes credentials; the file itself says nothing. */
  static final String LOCK = "lock";

  private static final Logger LOG = Logger.getLogger(Pki.class);

  private static final Duration LIFETIME = Duration.ofDays(3650);

  private final Path directory;
  private final SecureRandom random = new SecureRandom();

  /** Credentials in this folder. */
  Pki(Path directory) {
    this.directory = directory;
  }

  Path caCertificate() {
    return directory.resolve("ca.crt");
  }

  Path serverCertificate() {
    return directory.resolve("apiserver.crt");
  }

  Path serverKey() {
    return directory.resolve("apiserver.key");
  }

  /** The CA's certificate, PEM; empty in a folder that only has the key that seals Secrets. */
  Optional<String> rootCa() {
    try {
      return Files.exists(caCertificate())
          ? Optional.of(Files.readString(caCertificate()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the CA's certificate cannot be read", e);
    }
  }

  /** The administrator's bearer token, for clients that bring no certificate: curl, gRPC. */
  String token() {
    try {
      return Files.readString(directory.resolve("admin.token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the administrator's token cannot be read", e);
    }
  }

  /** The 32 bytes that seal Secrets in the log. */
  Path secretKey() {
    return directory.resolve("secrets.key");
  }

  /**
   * Makes what is missing.
   *
   * @param kubeconfig where to write the administrator's kubeconfig
   * @param apiPort the gateway's port, for the kubeconfig
   * @param hostNames further names and addresses that the gateway's certificate is to carry
   */
  void ensure(Path kubeconfig, int apiPort, List<String> hostNames) {
    Path adminKey = directory.resolve("admin.key");
    Path adminCertificate = directory.resolve("admin.crt");
    try {
      // The last to be made: where it is, everything is, and the folder may be read-only.
      if (!Files.exists(adminCertificate)) {
        makeAll(hostNames, adminKey, adminCertificate);
      } else if (!AdminPair.readable(adminKey, adminCertificate)) {
        renewAdmin(adminKey, adminCertificate);
      }
      writePrivate(
          kubeconfig,
          kubeconfig(apiPort, adminKey, adminCertificate).getBytes(StandardCharsets.UTF_8));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(
          "the cluster's credentials in " + directory + " cannot be made: " + e.getMessage(), e);
    }
  }

  private void makeAll(List<String> hostNames, Path adminKey, Path adminCertificate)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    try (FileChannel alone = alone()) {
      makeSecretKey();
      ensureToken();
      if (!Files.exists(adminCertificate)) {
        makeCertificates(hostNames, adminKey, adminCertificate);
      }
    }
  }

  /** Makes the key that seals Secrets, where there is none yet. */
  void ensureSecretKey() throws IOException {
    if (!Files.exists(secretKey())) {
      try (FileChannel alone = alone()) {
        makeSecretKey();
      }
    }
  }

  /** Waits until no other process makes credentials here, and keeps others waiting until closed. */
  private FileChannel alone() throws IOException {
    Files.createDirectories(directory);
    FileChannel file =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      file.lock();
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void makeSecretKey() throws IOException {
    if (!Files.exists(secretKey())) {
      byte[] key = new byte[32];
      random.nextBytes(key);
      writePrivate(secretKey(), key);
    }
  }

  private void ensureToken() throws IOException {
    Path file = directory.resolve("admin.token");
    if (!Files.exists(file)) {
      byte[] token = new byte[24];
      random.nextBytes(token);
      writePrivate(file, HexFormat.of().formatHex(token).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void makeCertificates(List<String> hostNames, Path adminKey, Path adminCertificate)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPair ca = keyPair();
    X500Name caName = new X500Name("CN=shiplog-ca");
    X509Certificate caCertificate = sign(caName, ca.getPrivate(), caName, ca, null, null);
    writePem(caCertificate(), caCertificate);
    writePem(directory.resolve("ca.key"), ca.getPrivate());

    KeyPair server = keyPair();
    X500Name serverName = new X500Name("CN=kube-apiserver");
    writePem(serverKey(), server.getPrivate());
    writePem(
        serverCertificate(),
        sign(
            caName,
            ca.getPrivate(),
            serverName,
            server,
            KeyPurposeId.id_kp_serverAuth,
            names(hostNames)));

    makeAdmin(caName, ca.getPrivate(), adminKey, adminCertificate);
  }

  /**
   * The administrator's key and certificate. The key is RSA, written as PKCS#1, as kubeadm does:
   * fabric8 takes a key that does not say otherwise for RSA, and ring, in Rust, wants more of an EC
   * key than the JDK writes.
   */
  private void makeAdmin(X500Name caName, PrivateKey caKey, Path key, Path certificate)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair admin = generator.generateKeyPair();
    X500Name name = new X500Name("O=system:masters,CN=kubernetes-admin");
    X509Certificate signed = sign(caName, caKey, name, admin, KeyPurposeId.id_kp_clientAuth, null);
    writePem(key, admin.getPrivate());
    writePem(certificate, signed);
  }

  /**
   * Replaces a pair whose key not every client reads, as former versions made it, or whose two
   * files do not belong together, as a crash leaves them here. The CA stays.
   */
  private void renewAdmin(Path adminKey, Path adminCertificate)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Path caKey = directory.resolve("ca.key");
    if (!Files.isReadable(caKey) || !Files.isWritable(directory)) {
      LOG.warnf(
          "%s is in a form that some clients cannot read, and cannot be replaced: %s must be"
              + " readable and the folder writable",
          adminKey, caKey);
      return;
    }
    try (FileChannel alone = alone()) {
      if (!AdminPair.readable(adminKey, adminCertificate)) {
        makeAdmin(
            AdminPair.subject(caCertificate()),
            AdminPair.privateKey(caKey),
            adminKey,
            adminCertificate);
      }
    }
  }

  private X509Certificate sign(
      X500Name issuer,
      PrivateKey issuerKey,
      X500Name subject,
      KeyPair keys,
      KeyPurposeId purpose,
      GeneralNames names)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(127, random),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(LIFETIME)),
            subject,
            keys.getPublic());
    boolean authority = purpose == null;
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    int usage =
        authority
            ? KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature
            : KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    if (!authority) {
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    }
    if (names != null) {
      builder.addExtension(Extension.subjectAlternativeName, false, names);
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** Every name and address under which a client on this machine or in a pod may say hello. */
  private static GeneralNames names(List<String> extra) throws IOException {
    Set<String> addresses = new LinkedHashSet<>(List.of("127.0.0.1", "10.96.0.1"));
    addresses.addAll(HostAddress.all());
    Set<String> hosts =
        new LinkedHashSet<>(
            List.of(
                "localhost",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local",
                InetAddress.getLocalHost().getHostName()));
    for (String name : extra) {
      (name.matches("[0-9.]+") ? addresses : hosts).add(name.strip());
    }
    List<GeneralName> all = new ArrayList<>();
    hosts.forEach(host -> all.add(new GeneralName(GeneralName.dNSName, host)));
    addresses.forEach(address -> all.add(new GeneralName(GeneralName.iPAddress, address)));
    return new GeneralNames(all.toArray(GeneralName[]::new));
  }

  private String kubeconfig(int apiPort, Path key, Path certificate) throws IOException {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: shiplog
          cluster:
            server: https://127.0.0.1:%d
            certificate-authority-data: %s
        users:
        - name: kubernetes-admin
          user:
            client-certificate-data: %s
            client-key-data: %s
        contexts:
        - name: shiplog
          context:
            cluster: shiplog
            user: kubernetes-admin
        current-context: shiplog
        """
        .formatted(apiPort, base64(caCertificate()), base64(certificate), base64(key));
  }

  private static String base64(Path file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }

  private static void writePem(Path file, Object credential) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          credential instanceof ECPrivateKey key
              ? new JcaPKCS8Generator(key, null)
              : new JcaMiscPEMGenerator(credential));
    }
    writePrivate(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file that only its owner can read, in one step. */
  private static void writePrivate(Path file, byte[] bytes) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, bytes, StandardOpenOption.WRITE);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
