package io.shiplog.standalone;

import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** The components of this process, started in order and stopped in reverse. */
@Singleton
class Assembly implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Assembly.class);

  private final List<Part> parts = new ArrayList<>();

  /**
   * One running component.
   *
   * @param name as health checks show it
   * @param ready whether it does its work now
   * @param stop ends it
   */
  record Part(String name, BooleanSupplier ready, AutoCloseable stop) {}

  /** Starts what the roles ask for; returns when all of it has been set going. */
  void start() {
    Settings settings = Settings.of(System.getenv());
    if (settings.has(Role.BROKER)) {
      startBroker(settings);
    }
    if (settings.roles().size() > 1 || !settings.has(Role.BROKER)) {
      startServices(settings);
    }
  }

  /** Whether every component does its work. */
  boolean ready() {
    return !parts.isEmpty() && parts.stream().allMatch(part -> part.ready().getAsBoolean());
  }

  /** Each component with its readiness, for people. */
  List<Part> parts() {
    return List.copyOf(parts);
  }

  @Override
  public void close() {
    for (Part part : parts.reversed()) {
      try {
        part.stop().close();
      } catch (Exception e) {
        LOG.warnf(e, "%s did not stop cleanly", part.name());
      }
    }
    parts.clear();
  }

  private void startBroker(Settings settings) {
    EmbeddedBroker broker = new EmbeddedBroker(settings.broker(), settings.home().resolve("kafka"));
    long before = System.nanoTime();
    broker.start();
    parts.add(new Part("broker", () -> true, broker));
    LOG.infof("broker: up after %d ms", (System.nanoTime() - before) / 1_000_000);
  }

  private void startServices(Settings settings) {
    SecretSeal seal = seal(settings);
    TopicMaker.ensure(settings.kafka(), Topics.cluster());
    LOG.infof("topics: ready %s", seal.getClass().getSimpleName());
  }

  private static SecretSeal seal(Settings settings) {
    try {
      return SecretSeal.fromFile(new Pki(settings.home().resolve("pki")).secretKey());
    } catch (IOException e) {
      throw new UncheckedIOException("the key that seals Secrets cannot be read", e);
    }
  }
}
