package io.shiplog.standalone;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Has BoringSSL do the API's encryption where its library fits the machine. The JDK's own is slow
 * until the compiler has made the best of it, which a control plane that has just started, or is
 * mostly idle, does not see for a long time.
 */
@Singleton
public final class NativeTls implements HttpServerOptionsCustomizer {

  private static final Logger LOG = Logger.getLogger(NativeTls.class);

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    if (OpenSSLEngineOptions.isAvailable() && OpenSSLEngineOptions.isAlpnAvailable()) {
      options.setSslEngineOptions(new OpenSSLEngineOptions());
    } else {
      LOG.debug("BoringSSL does not run here: the JDK encrypts");
    }
  }
}
