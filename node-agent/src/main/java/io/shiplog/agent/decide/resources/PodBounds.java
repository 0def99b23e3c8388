package io.shiplog.agent.decide.resources;

import io.shiplog.model.KubeObject;
import io.shiplog.model.pod.QosClass;

/**
 * What the kernel is told of a pod as a whole: its containers' cgroups lie in one of its own, with
 * shares after what they ask for together, and with the limits that bind them together (kubelet,
 * ResourceConfigForPod; KEP-2837).
 *
 * @param shares cgroup v1's cpu.shares
 * @param quotaMicros processor time in each period; 0 is no limit
 * @param memory bytes; 0 is no limit
 */
public record PodBounds(long shares, long quotaMicros, long memory) {

  /** The kernel's usual period. */
  public static final long PERIOD_MICROS = 100_000;

  private static final long LEAST_QUOTA_MICROS = 1_000;
  private static final long LEAST_SHARES = 2;
  private static final long MOST_SHARES = 262_144;
  private static final long SHARES_OF_A_CORE = 1024;

  public static PodBounds of(KubeObject pod) {
    PodResources resources = PodResources.of(pod);
    if (resources.qos() == QosClass.BEST_EFFORT) {
      return new PodBounds(LEAST_SHARES, 0, 0);
    }
    return new PodBounds(
        shares(resources.requests().cpu()),
        quota(resources.limits().cpu()),
        resources.limits().memory());
  }

  /** Shares for thousandths of a core that are asked for. */
  public static long shares(long milliCpu) {
    return Math.clamp(milliCpu * SHARES_OF_A_CORE / 1000, LEAST_SHARES, MOST_SHARES);
  }

  /** Microseconds in each period for thousandths of a core at most; 0 for no limit. */
  public static long quota(long milliCpu) {
    return milliCpu == 0 ? 0 : Math.max(LEAST_QUOTA_MICROS, milliCpu * PERIOD_MICROS / 1000);
  }

  /** The shares as cgroup v2's cpu.weight, by the kernel's own scale. */
  public long weight() {
    return 1 + (shares - LEAST_SHARES) * 9999 / (MOST_SHARES - LEAST_SHARES);
  }
}
