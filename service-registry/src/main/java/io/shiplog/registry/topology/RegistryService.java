package io.shiplog.registry.topology;

import io.shiplog.registry.decide.RegistryControllers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.streams.Published;
import io.shiplog.topics.streams.ReactorService;
import java.nio.file.Path;

/** Runs the registry of Services on Kafka. */
public final class RegistryService {

  /** The service's name; prefix of the ids of its commands. */
  public static final String NAME = "service-registry";

  private RegistryService() {}

  /**
   * Prepares the service; {@link ReactorService#start} sets it going.
   *
   * @param kafka where the log is
   * @param seal opens what is sealed
   * @param instance as in {@link ReactorService}
   * @param stateDir a folder of the service's own
   */
  public static ReactorService create(
      KafkaSettings kafka, SecretSeal seal, String instance, Path stateDir) {
    return new ReactorService(
        NAME,
        RegistryControllers::reactor,
        Published.routes(kafka),
        kafka,
        seal,
        instance,
        stateDir);
  }
}
