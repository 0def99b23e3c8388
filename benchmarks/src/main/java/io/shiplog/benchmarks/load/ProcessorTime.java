package io.shiplog.benchmarks.load;

import io.shiplog.benchmarks.report.Runs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The processor time that was spent so far, user and system. On a machine that does other things
 * besides, the difference of two says more than any time on a clock. The system counts it in
 * hundredths of a second, so that a short measurement may have spent none.
 *
 * @param cluster by the measured cluster; empty where its processes are not known
 * @param client by this process, which sends the requests
 */
record ProcessorTime(Optional<Duration> cluster, Duration client) {

  /** What those processes of a cluster, and this one, have spent until now. */
  static ProcessorTime now(List<ProcessHandle> cluster) {
    return new ProcessorTime(
        cluster.stream().map(ProcessorTime::of).reduce(Duration::plus),
        of(ProcessHandle.current()));
  }

  private static Duration of(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** What was spent since that earlier time, by the same processes. */
  ProcessorTime since(ProcessorTime earlier) {
    return new ProcessorTime(
        cluster.map(now -> now.minus(earlier.cluster.orElse(Duration.ZERO))),
        client.minus(earlier.client));
  }

  /** Adds what each of so many requests took of it; of a known cluster also where it was none. */
  void addTo(Runs runs, long requests) {
    cluster.ifPresent(spent -> runs.add("cluster CPU", "µs", spent.toNanos() / 1e3 / requests));
    runs.add("client CPU", "µs", client.toNanos() / 1e3 / requests);
  }
}
