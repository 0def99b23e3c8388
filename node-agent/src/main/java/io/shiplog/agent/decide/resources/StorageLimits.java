package io.shiplog.agent.decide.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.GoWords;
import io.shiplog.agent.decide.PodMemory;
import io.shiplog.model.KubeObject;
import io.shiplog.model.quantity.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether a pod has written more to its node's disk than it may. It is evicted then: what is
 * written is measured now and then, and nothing holds it back (Kubernetes documentation, "Local
 * ephemeral storage"; the order and the words are the kubelet's eviction manager's).
 */
public final class StorageLimits {

  /** What containers of an evicted pod get to stop, in seconds. */
  private static final long GRACE_SECONDS = 1;

  private StorageLimits() {}

  /**
   * What a pod has written, in bytes.
   *
   * @param volumes by the name of an emptyDir on disk
   * @param containers by name: its own file system and its logs
   */
  public record Usage(Map<String, Long> volumes, Map<String, Long> containers) {

    long total() {
      return sum(volumes) + sum(containers);
    }

    private static long sum(Map<String, Long> bytes) {
      return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Whether the pod has a limit at all: only then it is measured. */
  public static boolean any(KubeObject pod) {
    return pod.spec().path("volumes").valueStream().anyMatch(v -> limitOf(v).isPresent())
        || PodResources.of(pod).limits().storage() > 0;
  }

  /** Whether a volume is an emptyDir on disk. */
  public static boolean onDisk(JsonNode volume) {
    return volume.has("emptyDir")
        && !volume.path("emptyDir").path("medium").asText("").equals("Memory");
  }

  /** Why the pod is to be evicted; empty if it keeps within its limits. */
  public static Optional<PodMemory.Ending> exceeded(KubeObject pod, Usage usage) {
    return volume(pod, usage)
        .or(() -> whole(pod, usage))
        .or(() -> container(pod, usage))
        .map(why -> new PodMemory.Ending("Evicted", why, OptionalLong.of(GRACE_SECONDS)));
  }

  private static Optional<String> volume(KubeObject pod, Usage usage) {
    return pod.spec()
        .path("volumes")
        .valueStream()
        .filter(v -> limitOf(v).filter(limit -> exceeds(usage.volumes(), v, limit)).isPresent())
        .findFirst()
        .map(
            v ->
                "Usage of EmptyDir volume %s exceeds the limit %s. "
                    .formatted(
                        GoWords.quote(v.path("name").asText()),
                        GoWords.quote(v.path("emptyDir").path("sizeLimit").asText())));
  }

  private static Optional<String> whole(KubeObject pod, Usage usage) {
    long limit = PodResources.of(pod).limits().storage();
    return limit == 0 || usage.total() <= limit
        ? Optional.empty()
        : Optional.of(
            "Pod ephemeral local storage usage exceeds the total limit of containers %s. "
                .formatted(Quantity.ofBytes(limit)));
  }

  private static Optional<String> container(KubeObject pod, Usage usage) {
    return pod.spec()
        .path("containers")
        .valueStream()
        .filter(c -> PodResources.limits(c).storage() > 0)
        .filter(c -> exceeds(usage.containers(), c, PodResources.limits(c).storage()))
        .findFirst()
        .map(
            c ->
                "Container %s exceeded its local ephemeral storage limit %s. "
                    .formatted(
                        c.path("name").asText(),
                        GoWords.quote(
                            c.path("resources")
                                .path("limits")
                                .path("ephemeral-storage")
                                .asText())));
  }

  private static boolean exceeds(Map<String, Long> used, JsonNode named, long limit) {
    return used.getOrDefault(named.path("name").asText(), 0L) > limit;
  }

  /** The size that an emptyDir on disk may have; one in memory is bounded by the kernel. */
  private static Optional<Long> limitOf(JsonNode volume) {
    return onDisk(volume)
        ? Quantity.tryParse(volume.path("emptyDir").path("sizeLimit"))
            .map(Quantity::value)
            .filter(bytes -> bytes > 0)
        : Optional.empty();
  }
}
