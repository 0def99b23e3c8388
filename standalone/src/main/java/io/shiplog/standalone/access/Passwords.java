package io.shiplog.standalone.access;

import io.shiplog.topics.KafkaCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.plain.PlainAuthenticateCallback;

/**
 * Compares the password that a client shows (SASL/PLAIN) with the {@link KafkaCredentials} of the
 * cluster. Kafka makes it by its name; the option {@value #PKI} of the listener's JAAS entry says
 * where the credentials are.
 */
public final class Passwords implements AuthenticateCallbackHandler {

  /** The folder of the cluster's credentials. */
  public static final String PKI = "shiplog.pki";

  private KafkaCredentials credentials;

  @Override
  public void configure(
      Map<String, ?> config, String mechanism, List<AppConfigurationEntry> entries) {
    Object pki = entries.getFirst().getOptions().get(PKI);
    credentials = new KafkaCredentials(Path.of(pki.toString()));
  }

  @Override
  public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
    String name = null;
    for (Callback callback : callbacks) {
      switch (callback) {
        case NameCallback asked -> name = asked.getDefaultName();
        case PlainAuthenticateCallback shown ->
            shown.authenticated(name != null && credentials.proven(name, shown.password()));
        default -> throw new UnsupportedCallbackException(callback);
      }
    }
  }

  @Override
  public void close() {
    // It holds nothing open.
  }
}
