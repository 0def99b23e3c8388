package io.shiplog.gateway.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.manifests.Yaml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The server that a kubeconfig names first, as the user it names first: with a client certificate
 * and an RSA key in PKCS 8, or with a token; as files or within.
 */
final class Kubeconfig {

  private static final char[] NO_PASSWORD = new char[0];

  private final Path folder;
  private final JsonNode cluster;
  private final JsonNode user;

  private Kubeconfig(Path file) throws IOException {
    JsonNode tree = Yaml.parse(Files.readAllBytes(file));
    this.folder = file.toAbsolutePath().getParent();
    this.cluster = tree.at("/clusters/0/cluster");
    this.user = tree.at("/users/0/user");
  }

  static Server server(Path file) throws IOException, GeneralSecurityException {
    Kubeconfig config = new Kubeconfig(file);
    HttpClient client = HttpClient.newBuilder().sslContext(config.tls()).build();
    String token = config.user.path("token").asText("");
    return new Server(
        client, config.cluster.path("server").asText(), token.isEmpty() ? "" : "Bearer " + token);
  }

  private SSLContext tls() throws IOException, GeneralSecurityException {
    KeyStore trusted = empty();
    trusted.setCertificateEntry("ca", certificate(pem(cluster, "certificate-authority")));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyStore own = empty();
    if (user.has("client-key") || user.has("client-key-data")) {
      Certificate[] chain = {certificate(pem(user, "client-certificate"))};
      own.setKeyEntry("user", key(pem(user, "client-key")), NO_PASSWORD, chain);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** What a field says: within, in base64, or in the file it names. */
  private byte[] pem(JsonNode holder, String field) throws IOException {
    String within = holder.path(field + "-data").asText("");
    return within.isEmpty()
        ? Files.readAllBytes(folder.resolve(holder.path(field).asText()))
        : Base64.getDecoder().decode(within);
  }

  private static Certificate certificate(byte[] pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem));
  }

  private static PrivateKey key(byte[] pem) throws GeneralSecurityException {
    String text = new String(pem, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----", "");
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text));
    return KeyFactory.getInstance("RSA").generatePrivate(spec);
  }
}
