package io.shiplog.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.shiplog.topics.KafkaCredentials;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a process begins: makes the credentials its roles need, hands Quarkus its ports and
 * certificates, and lets {@link Process} run the roles.
 */
@QuarkusMain
public final class Main {

  private static final String LOG_FILE_SIZE = "16M";
  private static final int OLD_LOG_FILES = 4;

  private Main() {}

  /** Runs the roles that {@code SHIPLOG_ROLES} names until the process is told to stop. */
  public static void main(String[] args) throws IOException {
    Settings settings = Settings.of(System.getenv());
    Pki pki = new Pki(settings.pki());
    if (settings.has(Role.API_GATEWAY) || settings.has(Role.CREDENTIALS)) {
      pki.ensure(settings.home().resolve("kubeconfig"), settings.apiPort(), settings.hostNames());
    } else {
      pki.ensureSecretKey();
    }
    new KafkaCredentials(settings.pki()).ensure(settings.principals());
    if (settings.roles().equals(Set.of(Role.CREDENTIALS))) {
      return;
    }
    quarkusConfig(settings, pki).forEach(System::setProperty);
    logConfig(System.getenv("SHIPLOG_LOG_FILE")).forEach(System::setProperty);
    Quarkus.run(Process.class, args);
  }

  /** Without a file the log goes to the console, and whoever reads that keeps it within bounds. */
  static Map<String, String> logConfig(String file) {
    if (file == null || file.isBlank()) {
      return Map.of();
    }
    return Map.of(
        "quarkus.log.console.enabled",
        "false",
        "quarkus.log.file.enabled",
        "true",
        "quarkus.log.file.path",
        file,
        "quarkus.log.file.rotation.rotate-on-boot",
        "false",
        "quarkus.log.file.rotation.max-file-size",
        LOG_FILE_SIZE,
        "quarkus.log.file.rotation.max-backup-index",
        Integer.toString(OLD_LOG_FILES));
  }

  private static Map<String, String> quarkusConfig(Settings settings, Pki pki) {
    Map<String, String> config = new TreeMap<>();
    config.put("quarkus.http.host", settings.bind());
    if (settings.has(Role.API_GATEWAY)) {
      config.put("quarkus.http.insecure-requests", "disabled");
      config.put("quarkus.http.ssl-port", Integer.toString(settings.apiPort()));
      config.put("quarkus.tls.key-store.pem.0.cert", pki.serverCertificate().toString());
      config.put("quarkus.tls.key-store.pem.0.key", pki.serverKey().toString());
      config.put("quarkus.tls.trust-store.pem.certs", pki.caCertificate().toString());
    } else {
      config.put("quarkus.http.port", Integer.toString(settings.httpPort()));
    }
    return config;
  }
}
