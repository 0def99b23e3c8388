package io.shiplog.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.ConfigProblem;
import io.shiplog.agent.decide.Expansion;
import io.shiplog.agent.runtime.cri.Mount;
import io.shiplog.agent.runtime.cri.MountPropagation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A container's volumeMounts as CRI mounts. */
final class VolumeMounts {

  private VolumeMounts() {}

  /**
   * The mounts, in the order of the spec.
   *
   * @param volumes where each volume is, by its name
   * @param environment for subPathExpr
   * @throws ConfigProblem if a volume or a path in it is not there and cannot be made
   */
  static List<Mount> of(
      JsonNode container, Map<String, Path> volumes, Map<String, String> environment) {
    List<Mount> mounts = new ArrayList<>();
    for (JsonNode mount : container.path("volumeMounts")) {
      Path volume = volumes.get(mount.path("name").asText());
      if (volume == null) {
        throw ConfigProblem.missing("volume \"" + mount.path("name").asText() + "\" not found");
      }
      String sub = mount.path("subPath").asText("");
      if (mount.hasNonNull("subPathExpr")) {
        sub = Expansion.expand(mount.path("subPathExpr").asText(), environment);
      }
      mounts.add(
          Mount.newBuilder()
              .setContainerPath(mount.path("mountPath").asText())
              .setHostPath(inside(volume, sub).toString())
              .setReadonly(mount.path("readOnly").asBoolean())
              .setPropagation(propagation(mount))
              .build());
    }
    return mounts;
  }

  /** A path in a volume; made as a directory if absent. Links may not lead out of the volume. */
  private static Path inside(Path volume, String sub) {
    if (sub.isEmpty()) {
      return volume;
    }
    try {
      Path root = volume.toRealPath();
      Path path = root.resolve(sub).normalize();
      if (!path.startsWith(root)) {
        throw ConfigProblem.missing("subPath \"" + sub + "\" leaves the volume");
      }
      if (!Files.exists(path)) {
        Files.createDirectories(path);
      }
      if (!path.toRealPath().startsWith(root)) {
        throw ConfigProblem.missing("subPath \"" + sub + "\" leads out of the volume");
      }
      return path.toRealPath();
    } catch (IOException e) {
      throw ConfigProblem.missing("subPath \"" + sub + "\" cannot be made: " + e);
    }
  }

  private static MountPropagation propagation(JsonNode mount) {
    return switch (mount.path("mountPropagation").asText("None")) {
      case "HostToContainer" -> MountPropagation.PROPAGATION_HOST_TO_CONTAINER;
      case "Bidirectional" -> MountPropagation.PROPAGATION_BIDIRECTIONAL;
      default -> MountPropagation.PROPAGATION_PRIVATE;
    };
  }
}
