package io.shiplog.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.ObjectLookup;
import io.shiplog.model.KubeObject;
import io.shiplog.model.quantity.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the volumes of a pod and finds the paths that its containers mount. */
public final class Volumes {

  private final Path podsHome;
  private final ObjectLookup objects;
  private final String hostIp;

  /**
   * The volumes of one node.
   *
   * @param podsHome where they are: {@code <podsHome>/<uid>/volumes/<name>}
   * @param objects the ConfigMaps and Secrets to fill them from
   * @param hostIp the node's address, for the downward API
   */
  public Volumes(Path podsHome, ObjectLookup objects, String hostIp) {
    this.podsHome = podsHome;
    this.objects = objects;
    this.hostIp = hostIp;
  }

  /**
   * Makes the volumes that are not there yet and brings the others up to date. May be repeated.
   *
   * @return each volume's directory or file on the node, by the volume's name
   * @throws VolumeProblem if one cannot be made
   */
  public Map<String, Path> prepare(KubeObject pod, String podIp, JsonNode allocatable) {
    Map<String, Path> paths = new LinkedHashMap<>();
    for (JsonNode volume : pod.spec().path("volumes")) {
      String name = volume.path("name").asText();
      try {
        paths.put(name, prepare(pod, volume, podIp, allocatable));
      } catch (IOException | UncheckedIOException e) {
        throw new VolumeProblem("MountVolume failed for volume \"" + name + "\" : " + e);
      } catch (VolumeProblem e) {
        throw new VolumeProblem(
            "MountVolume.SetUp failed for volume \"" + name + "\" : " + e.getMessage());
      }
    }
    return paths;
  }

  /** Takes a pod's volumes away; what a hostPath shows stays. */
  public void release(String uid) {
    Path home = podsHome.resolve(uid);
    if (!Files.exists(home)) {
      return;
    }
    try {
      Mounts.release(home);
      FileTrees.delete(home);
    } catch (IOException e) {
      throw new UncheckedIOException("the volumes of pod " + uid + " cannot be removed", e);
    }
  }

  private Path prepare(KubeObject pod, JsonNode volume, String podIp, JsonNode allocatable)
      throws IOException {
    if (volume.has("hostPath")) {
      return HostPaths.check(volume.path("hostPath"));
    }
    Path directory =
        podsHome.resolve(pod.uid()).resolve("volumes").resolve(volume.path("name").asText());
    long gid = pod.spec().path("securityContext").path("fsGroup").asLong(-1);
    if (volume.has("emptyDir")) {
      return emptyDir(directory, volume.path("emptyDir"), gid);
    }
    if (volume.has("configMap")
        || volume.has("secret")
        || volume.has("downwardAPI")
        || volume.has("projected")) {
      Files.createDirectories(directory);
      if (!volume.has("configMap") && !volume.has("downwardAPI")) {
        Mounts.tmpfs(directory, 0);
      }
      Projection projection = new Projection(pod, objects, podIp, hostIp, allocatable);
      Map<String, AtomicFiles.Entry> files = projection.of(volume);
      if (gid >= 0) {
        files.replaceAll((path, file) -> file.readableByGroup());
      }
      AtomicFiles.write(directory, files, gid);
      return directory;
    }
    throw new VolumeProblem("volumes of the kind " + kind(volume) + " are not supported");
  }

  /** The field that says where a volume comes from. */
  private static String kind(JsonNode volume) {
    return volume.properties().stream()
        .map(Map.Entry::getKey)
        .filter(field -> !field.equals("name"))
        .findFirst()
        .orElse("none");
  }

  private static Path emptyDir(Path directory, JsonNode source, long gid) throws IOException {
    boolean fresh = !Files.exists(directory);
    Files.createDirectories(directory);
    if (source.path("medium").asText("").equals("Memory")) {
      Mounts.tmpfs(directory, Quantity.parse(source.path("sizeLimit").asText("0")).value());
    }
    if (fresh) {
      Files.setPosixFilePermissions(directory, AtomicFiles.permissions(0777));
      if (gid >= 0) {
        Files.setAttribute(directory, "unix:gid", (int) gid);
        Files.setAttribute(directory, "unix:mode", 042777);
      }
    }
    return directory;
  }
}
