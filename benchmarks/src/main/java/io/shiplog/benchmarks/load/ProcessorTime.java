package io.shiplog.benchmarks.load;

import io.shiplog.benchmarks.report.Runs;
import java.time.Duration;
import java.util.List;

/**
 * The processor time that was spent so far, user and system. On a machine that does other things
 * besides, the difference of two says more than any time on a clock.
 *
 * @param cluster by the measured cluster; zero where its processes are not known
 * @param client by this process, which sends the requests
 */
record ProcessorTime(Duration cluster, Duration client) {

  /** What those processes of a cluster, and this one, have spent until now. */
  static ProcessorTime now(List<ProcessHandle> cluster) {
    return new ProcessorTime(
        cluster.stream().map(ProcessorTime::of).reduce(Duration.ZERO, Duration::plus),
        of(ProcessHandle.current()));
  }

  private static Duration of(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** What was spent since that earlier time. */
  ProcessorTime since(ProcessorTime earlier) {
    return new ProcessorTime(cluster.minus(earlier.cluster), client.minus(earlier.client));
  }

  /** Adds what each of so many requests took of it. */
  void addTo(Runs runs, long requests) {
    if (!cluster.isZero()) {
      runs.add("cluster CPU", "µs", cluster.toNanos() / 1e3 / requests);
    }
    runs.add("client CPU", "µs", client.toNanos() / 1e3 / requests);
  }
}
