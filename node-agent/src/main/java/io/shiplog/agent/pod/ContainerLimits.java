package io.shiplog.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.ContainerUser;
import io.shiplog.agent.decide.resources.OomScores;
import io.shiplog.agent.decide.resources.PodBounds;
import io.shiplog.agent.machine.NodeFacts;
import io.shiplog.agent.runtime.cri.Capability;
import io.shiplog.agent.runtime.cri.Int64Value;
import io.shiplog.agent.runtime.cri.LinuxContainerResources;
import io.shiplog.agent.runtime.cri.LinuxContainerSecurityContext;
import io.shiplog.agent.runtime.cri.SecurityProfile;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.quantity.Quantity;
import java.util.List;

/** What a container may use and do: resources and securityContext. */
final class ContainerLimits {

  /** Kernel paths that say too much about the node. */
  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/sys/firmware");

  private static final List<String> READ_ONLY =
      List.of(
          "/proc/asound", "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private ContainerLimits() {}

  /** Requests become shares and the order of dying, limits become quota and memory limit. */
  static LinuxContainerResources resources(KubeObject pod, JsonNode container) {
    JsonNode limits = container.path("resources").path("limits");
    JsonNode requests = container.path("resources").path("requests");
    long limit = Quantity.parse(limits.path("cpu").asText("0")).milliValue();
    String asked = requests.path("cpu").asText(limits.path("cpu").asText("0"));
    LinuxContainerResources.Builder builder = LinuxContainerResources.newBuilder();
    builder.setCpuShares(PodBounds.shares(Quantity.parse(asked).milliValue()));
    if (limit > 0) {
      builder.setCpuPeriod(PodBounds.PERIOD_MICROS);
      builder.setCpuQuota(PodBounds.quota(limit));
    }
    builder.setOomScoreAdj(OomScores.of(pod, container, NodeFacts.memoryBytes()));
    builder.setMemoryLimitInBytes(Quantity.parse(limits.path("memory").asText("0")).value());
    return builder.build();
  }

  /**
   * The container's own securityContext over the pod's.
   *
   * @param image the user that the container's image names
   */
  static LinuxContainerSecurityContext security(
      KubeObject pod, JsonNode container, ContainerUser image) {
    JsonNode own = container.path("securityContext");
    JsonNode shared = pod.spec().path("securityContext");
    boolean privileged = own.path("privileged").asBoolean();
    LinuxContainerSecurityContext.Builder builder =
        LinuxContainerSecurityContext.newBuilder()
            .setPrivileged(privileged)
            .setNamespaceOptions(SandboxConfigs.namespaces(pod))
            .setReadonlyRootfs(own.path("readOnlyRootFilesystem").asBoolean())
            .setNoNewPrivs(!own.path("allowPrivilegeEscalation").asBoolean(true))
            .setSeccomp(
                privileged
                    ? profile(Json.object(), Json.object(), "seccompProfile")
                    : profile(own, shared, "seccompProfile"))
            .setCapabilities(capabilities(own.path("capabilities")));
    if (own.has("appArmorProfile") || shared.has("appArmorProfile")) {
      builder.setApparmor(profile(own, shared, "appArmorProfile"));
    }
    identity(builder, pod, container, image);
    shared.path("supplementalGroups").forEach(id -> builder.addSupplementalGroups(id.asLong()));
    if (shared.hasNonNull("fsGroup")) {
      builder.addSupplementalGroups(shared.path("fsGroup").asLong());
    }
    if (!privileged && !own.path("procMount").asText("").equals("Unmasked")) {
      builder.addAllMaskedPaths(MASKED).addAllReadonlyPaths(READ_ONLY);
    }
    return builder.build();
  }

  /** CRI takes a group only together with a user: the image's, where the spec names none. */
  private static void identity(
      LinuxContainerSecurityContext.Builder builder,
      KubeObject pod,
      JsonNode container,
      ContainerUser image) {
    JsonNode user = ContainerUser.setting(pod, container, "runAsUser");
    JsonNode group = ContainerUser.setting(pod, container, "runAsGroup");
    if (user.isNumber()) {
      builder.setRunAsUser(int64(user.asLong()));
    } else if (group.isNumber() && image.uid() != null) {
      builder.setRunAsUser(int64(image.uid()));
    } else if (group.isNumber()) {
      builder.setRunAsUsername(image.name());
    }
    if (group.isNumber()) {
      builder.setRunAsGroup(int64(group.asLong()));
    }
  }

  private static Int64Value int64(long value) {
    return Int64Value.newBuilder().setValue(value).build();
  }

  private static Capability capabilities(JsonNode desired) {
    Capability.Builder builder = Capability.newBuilder();
    desired.path("add").forEach(name -> builder.addAddCapabilities(name.asText()));
    desired.path("drop").forEach(name -> builder.addDropCapabilities(name.asText()));
    return builder.build();
  }

  /** The container's own profile of a kind, or the pod's; none is unconfined. */
  private static SecurityProfile profile(JsonNode own, JsonNode shared, String kind) {
    JsonNode profile = own.has(kind) ? own.path(kind) : shared.path(kind);
    SecurityProfile.ProfileType type =
        switch (profile.path("type").asText("Unconfined")) {
          case "RuntimeDefault" -> SecurityProfile.ProfileType.RuntimeDefault;
          case "Localhost" -> SecurityProfile.ProfileType.Localhost;
          default -> SecurityProfile.ProfileType.Unconfined;
        };
    return SecurityProfile.newBuilder()
        .setProfileType(type)
        .setLocalhostRef(profile.path("localhostProfile").asText(""))
        .build();
  }
}
