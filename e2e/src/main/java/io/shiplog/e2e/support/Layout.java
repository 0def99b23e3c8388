package io.shiplog.e2e.support;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/**
 * How a {@link SpreadCluster} is laid out besides its three brokers and two gateways.
 *
 * @param folder where homes and logs go
 * @param services the roles of each service's process, as in {@code SHIPLOG_ROLES}
 * @param instances how many processes of each
 * @param ports the first port to try
 * @param under the words of a command under which the process of that number runs; none where empty
 */
public record Layout(
    Path folder, List<String> services, int instances, int ports, IntFunction<List<String>> under) {

  /** The services, each by itself. */
  public static final List<String> APART =
      List.of("scheduler-service", "deployment-service", "service-registry");

  /** The services in one process. */
  public static final List<String> TOGETHER = List.of(String.join(",", APART));

  private static final int FIRST_PORT = 20_100;

  /** One process of each service. */
  public static Layout plain(Path folder) {
    return new Layout(folder, APART, 1, FIRST_PORT, number -> List.of());
  }

  /** With so many processes of each of these services, run under commands. */
  public static Layout of(
      Path folder, List<String> services, int instances, IntFunction<List<String>> under) {
    return new Layout(folder, services, instances, FIRST_PORT, under);
  }
}
