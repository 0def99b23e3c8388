package io.shiplog.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.decide.ConfigProblem;
import io.shiplog.agent.decide.ContainerSpec;
import io.shiplog.agent.decide.GoWords;
import io.shiplog.agent.machine.PodPaths;
import io.shiplog.agent.network.ResolvConf;
import io.shiplog.agent.runtime.Tags;
import io.shiplog.agent.runtime.cri.DNSConfig;
import io.shiplog.agent.runtime.cri.Int64Value;
import io.shiplog.agent.runtime.cri.LinuxPodSandboxConfig;
import io.shiplog.agent.runtime.cri.LinuxSandboxSecurityContext;
import io.shiplog.agent.runtime.cri.NamespaceMode;
import io.shiplog.agent.runtime.cri.NamespaceOption;
import io.shiplog.agent.runtime.cri.PodSandboxConfig;
import io.shiplog.agent.runtime.cri.PodSandboxMetadata;
import io.shiplog.agent.runtime.cri.PortMapping;
import io.shiplog.agent.runtime.cri.Protocol;
import io.shiplog.agent.runtime.cri.SecurityProfile;
import io.shiplog.model.KubeObject;
import java.util.Map;

/** From a pod's spec to the sandbox that CRI is asked for. */
final class SandboxConfigs {

  private static final int HOSTNAME_MAX = 63;

  private final AgentConfig config;
  private final ResolvConf resolvConf;

  SandboxConfigs(AgentConfig config) {
    this.config = config;
    this.resolvConf = new ResolvConf(config);
  }

  PodSandboxConfig of(KubeObject pod, int attempt) {
    PodSandboxConfig.Builder builder =
        PodSandboxConfig.newBuilder()
            .setMetadata(
                PodSandboxMetadata.newBuilder()
                    .setName(pod.name())
                    .setUid(pod.uid())
                    .setNamespace(pod.namespace())
                    .setAttempt(attempt))
            .setLogDirectory(PodPaths.logs(config, pod).toString())
            .putAllLabels(pod.labels())
            .putAllLabels(labels(pod))
            .setLinux(linux(pod));
    DNSConfig dns = resolvConf.of(pod);
    builder.setDnsConfig(dns);
    if (!pod.spec().path("hostNetwork").asBoolean()) {
      builder.setHostname(hostname(pod));
    }
    ContainerSpec.all(pod).forEach(spec -> addPorts(spec.json(), builder));
    return builder.build();
  }

  /**
   * Refuses what this node's runtime cannot give a pod, rather than running it without.
   *
   * @throws ConfigProblem in a kubelet's words
   */
  static void check(KubeObject pod) {
    String runtimeClass = pod.spec().path("runtimeClassName").asText("");
    if (!runtimeClass.isEmpty()) {
      throw ConfigProblem.missing("RuntimeClass " + GoWords.quote(runtimeClass) + " not found");
    }
    if (!pod.spec().path("hostUsers").asBoolean(true)) {
      String name = pod.name() + "_" + pod.namespace() + "(" + pod.uid() + ")";
      throw ConfigProblem.missing(
          "Failed to generate sandbox config for pod \"%s\": RuntimeClass handler \"\" does not"
                  .formatted(name)
              + " support user namespaces");
    }
  }

  static Map<String, String> labels(KubeObject pod) {
    return Map.of(
        Tags.POD_NAME, pod.name(), Tags.POD_NAMESPACE, pod.namespace(), Tags.POD_UID, pod.uid());
  }

  /** The pod's host name: what it asks for, or its name, shortened to what the kernel takes. */
  static String hostname(KubeObject pod) {
    String desired = pod.spec().path("hostname").asText("");
    String name = desired.isEmpty() ? pod.name() : desired;
    return name.length() <= HOSTNAME_MAX
        ? name
        : name.substring(0, HOSTNAME_MAX).replaceAll("[-.]+$", "");
  }

  private LinuxPodSandboxConfig linux(KubeObject pod) {
    JsonNode context = pod.spec().path("securityContext");
    LinuxSandboxSecurityContext.Builder security =
        LinuxSandboxSecurityContext.newBuilder()
            .setNamespaceOptions(namespaces(pod))
            .setPrivileged(privileged(pod))
            .setSeccomp(
                SecurityProfile.newBuilder()
                    .setProfileType(SecurityProfile.ProfileType.RuntimeDefault));
    if (context.hasNonNull("runAsUser")) {
      security.setRunAsUser(Int64Value.newBuilder().setValue(context.path("runAsUser").asLong()));
      if (context.hasNonNull("runAsGroup")) {
        long group = context.path("runAsGroup").asLong();
        security.setRunAsGroup(Int64Value.newBuilder().setValue(group));
      }
    }
    LinuxPodSandboxConfig.Builder linux =
        LinuxPodSandboxConfig.newBuilder()
            .setCgroupParent(PodPaths.cgroup(config, pod.uid()))
            .setSecurityContext(security);
    for (JsonNode sysctl : context.path("sysctls")) {
      linux.putSysctls(sysctl.path("name").asText(), sysctl.path("value").asText());
    }
    return linux.build();
  }

  /** Process namespaces are a container's own unless the pod says otherwise; CRI's 0 is shared. */
  static NamespaceOption namespaces(KubeObject pod) {
    JsonNode spec = pod.spec();
    NamespaceMode pid =
        spec.path("hostPID").asBoolean()
            ? NamespaceMode.NODE
            : spec.path("shareProcessNamespace").asBoolean()
                ? NamespaceMode.POD
                : NamespaceMode.CONTAINER;
    return NamespaceOption.newBuilder()
        .setNetwork(spec.path("hostNetwork").asBoolean() ? NamespaceMode.NODE : NamespaceMode.POD)
        .setIpc(spec.path("hostIPC").asBoolean() ? NamespaceMode.NODE : NamespaceMode.POD)
        .setPid(pid)
        .build();
  }

  private static boolean privileged(KubeObject pod) {
    return ContainerSpec.all(pod).stream()
        .anyMatch(spec -> spec.json().path("securityContext").path("privileged").asBoolean());
  }

  private static void addPorts(JsonNode container, PodSandboxConfig.Builder builder) {
    for (JsonNode port : container.path("ports")) {
      if (port.path("hostPort").asInt(0) > 0) {
        builder.addPortMappings(
            PortMapping.newBuilder()
                .setProtocol(Protocol.valueOf(port.path("protocol").asText("TCP")))
                .setContainerPort(port.path("containerPort").asInt())
                .setHostPort(port.path("hostPort").asInt())
                .setHostIp(port.path("hostIP").asText("")));
      }
    }
  }
}
