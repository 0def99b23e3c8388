package io.shiplog.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.decide.ContainerSpec;
import io.shiplog.agent.decide.ContainerUser;
import io.shiplog.agent.decide.Environment;
import io.shiplog.agent.decide.Expansion;
import io.shiplog.agent.decide.ImageName;
import io.shiplog.agent.machine.PodPaths;
import io.shiplog.agent.runtime.Tags;
import io.shiplog.agent.runtime.cri.ContainerConfig;
import io.shiplog.agent.runtime.cri.ContainerMetadata;
import io.shiplog.agent.runtime.cri.ImageSpec;
import io.shiplog.agent.runtime.cri.KeyValue;
import io.shiplog.agent.runtime.cri.LinuxContainerConfig;
import io.shiplog.agent.runtime.cri.Mount;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** From a container's spec to the container that CRI is asked for. */
final class ContainerConfigs {

  private final AgentConfig config;

  ContainerConfigs(AgentConfig config) {
    this.config = config;
  }

  /**
   * What to ask for.
   *
   * @param attempt how often the container was started before
   * @param delay how long it waits after its end until it is started again
   * @param image the image, as it was resolved on this node
   * @param user the user that the image names
   * @param mounts of the pod's volumes
   * @throws io.shiplog.agent.decide.ConfigProblem if something the spec names is missing
   */
  ContainerConfig of(
      KubeObject pod,
      ContainerSpec spec,
      int attempt,
      Duration delay,
      String image,
      ContainerUser user,
      Environment.Surroundings surroundings,
      List<Mount> mounts) {
    JsonNode json = spec.json();
    Map<String, String> environment = Environment.of(pod, json, surroundings);
    ContainerConfig.Builder builder =
        ContainerConfig.newBuilder()
            .setMetadata(ContainerMetadata.newBuilder().setName(spec.name()).setAttempt(attempt))
            .setImage(ImageSpec.newBuilder().setImage(image))
            .setWorkingDir(json.path("workingDir").asText(""))
            .setLogPath(PodPaths.log(spec.name(), attempt))
            .setStdin(json.path("stdin").asBoolean())
            .setStdinOnce(json.path("stdinOnce").asBoolean())
            .setTty(json.path("tty").asBoolean())
            .putAllLabels(SandboxConfigs.labels(pod))
            .putLabels(Tags.CONTAINER_NAME, spec.name())
            .putAnnotations(Tags.RESTART_DELAY, Long.toString(delay.toMillis()))
            .putAnnotations(Tags.IMAGE, ImageName.of(image).full())
            .setLinux(linux(pod, json, user))
            .addAllMounts(mounts);
    json.path("command")
        .forEach(word -> builder.addCommand(Expansion.expand(word.asText(), environment)));
    json.path("args")
        .forEach(word -> builder.addArgs(Expansion.expand(word.asText(), environment)));
    environment.forEach((key, v) -> builder.addEnvs(KeyValue.newBuilder().setKey(key).setValue(v)));
    addLastWords(pod, spec, attempt, builder);
    addHosts(pod, surroundings.podIp(), builder);
    return builder.build();
  }

  private LinuxContainerConfig linux(KubeObject pod, JsonNode container, ContainerUser user) {
    return LinuxContainerConfig.newBuilder()
        .setResources(ContainerLimits.resources(pod, container))
        .setSecurityContext(ContainerLimits.security(pod, container, user))
        .build();
  }

  /** The termination message file, and what the agent must know again after its own restart. */
  private void addLastWords(
      KubeObject pod, ContainerSpec spec, int attempt, ContainerConfig.Builder builder) {
    JsonNode json = spec.json();
    String path = json.path("terminationMessagePath").asText("/dev/termination-log");
    Path file = PodPaths.message(config, pod.uid(), spec.name(), attempt);
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
      Files.createFile(file);
      Files.setPosixFilePermissions(
          file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    builder.addMounts(mount(path, file, false));
    builder.putAnnotations(Tags.MESSAGE_PATH, file.toString());
    builder.putAnnotations(
        Tags.MESSAGE_POLICY, json.path("terminationMessagePolicy").asText("File"));
    JsonNode preStop = json.path("lifecycle").path("preStop");
    if (preStop.isObject()) {
      builder.putAnnotations(
          Tags.PRE_STOP, new String(Json.bytes(preStop), StandardCharsets.UTF_8));
    }
  }

  private void addHosts(KubeObject pod, String podIp, ContainerConfig.Builder builder) {
    boolean mounted =
        builder.getMountsList().stream()
            .anyMatch(mount -> mount.getContainerPath().equals("/etc/hosts"));
    if (mounted) {
      return;
    }
    Path file = PodPaths.home(config, pod.uid()).resolve("etc-hosts");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, EtcHosts.text(pod, podIp, config.clusterDomain()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    builder.addMounts(mount("/etc/hosts", file, false));
  }

  static Mount mount(String inside, Path outside, boolean readonly) {
    return Mount.newBuilder()
        .setContainerPath(inside)
        .setHostPath(outside.toString())
        .setReadonly(readonly)
        .build();
  }
}
