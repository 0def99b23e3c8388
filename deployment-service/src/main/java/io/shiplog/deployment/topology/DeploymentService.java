package io.shiplog.deployment.topology;

import io.shiplog.deployment.decide.WorkloadControllers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.streams.Published;
import io.shiplog.topics.streams.ReactorService;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The deployment service: every workload controller, over {@code objects}, into {@code commands}.
 */
public final class DeploymentService {

  /** The service's name, and the prefix of the ids of its commands. */
  public static final String NAME = "deployment-service";

  private DeploymentService() {}

  /**
   * The service, ready to {@link ReactorService#start}.
   *
   * @param kafka where the log is
   * @param seal opens and seals Secrets
   * @param instance as in {@link ReactorService}
   * @param stateDir a folder of the service's own
   * @param rootCa as in {@link WorkloadControllers#reactor}
   */
  public static ReactorService create(
      KafkaSettings kafka,
      SecretSeal seal,
      String instance,
      Path stateDir,
      Optional<String> rootCa) {
    return new ReactorService(
        NAME,
        () -> WorkloadControllers.reactor(rootCa),
        Published.NOTHING,
        kafka,
        seal,
        instance,
        stateDir);
  }
}
