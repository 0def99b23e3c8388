package io.shiplog.scheduler.topology;

import io.shiplog.scheduler.decide.SchedulerReactor;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.streams.Published;
import io.shiplog.topics.streams.ReactorService;
import java.nio.file.Path;

/** Runs the scheduler on Kafka. */
public final class SchedulerService {

  /** The service's name; prefix of the ids of its commands. */
  public static final String NAME = "scheduler-service";

  private SchedulerService() {}

  /**
   * Prepares the service; {@link ReactorService#start} sets it going.
   *
   * @param kafka where the log is
   * @param seal opens Secrets, and seals them again on their way to a node
   * @param instance as in {@link ReactorService}
   * @param stateDir a folder of the service's own
   */
  public static ReactorService create(
      KafkaSettings kafka, SecretSeal seal, String instance, Path stateDir) {
    return new ReactorService(
        NAME, SchedulerReactor::new, Published.inboxes(kafka), kafka, seal, instance, stateDir);
  }
}
