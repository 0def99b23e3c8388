package io.shiplog.agent.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * An image of one layer as an OCI archive (OCI Image Format, image layout 1.0.0), which containerd
 * imports.
 *
 * @param name the full name it is to have, such as {@code docker.io/library/nginx:1.7.9}
 * @param architecture as Go names it
 * @param layer the files, as an uncompressed tar archive
 * @param command what runs in it
 * @param environment {@code NAME=value}
 * @param ports such as {@code 80/tcp}
 * @param stopSignal such as SIGQUIT; empty for SIGTERM
 */
record OciImage(
    String name,
    String architecture,
    byte[] layer,
    List<String> command,
    List<String> environment,
    List<String> ports,
    String stopSignal) {

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  /** Writes the archive; a file that was there is replaced at once. */
  void writeTo(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path fresh = Files.createTempFile(file.getParent(), "image", ".tmp");
    try (OutputStream out = Files.newOutputStream(fresh);
        TarWriter tar = new TarWriter(out)) {
      writeTo(tar);
    }
    Files.move(
        fresh,
        file,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private void writeTo(TarWriter tar) throws IOException {
    byte[] config = Json.bytes(config());
    byte[] manifest = Json.bytes(manifest(config));
    tar.file("oci-layout", 0644, Json.bytes(Map.of("imageLayoutVersion", "1.0.0")));
    tar.file("index.json", 0644, Json.bytes(index(manifest)));
    tar.directory("blobs", 0755);
    tar.directory("blobs/sha256", 0755);
    for (byte[] blob : List.of(manifest, config, layer)) {
      tar.file("blobs/sha256/" + sha256(blob), 0644, blob);
    }
  }

  private ObjectNode index(byte[] manifest) {
    ObjectNode index = Json.object().put("schemaVersion", 2);
    ObjectNode entry = index.putArray("manifests").addObject();
    describe(entry, MANIFEST, manifest);
    entry.putObject("annotations").put("io.containerd.image.name", name);
    entry.putObject("platform").put("os", "linux").put("architecture", architecture);
    return index;
  }

  private ObjectNode manifest(byte[] config) {
    ObjectNode manifest = Json.object().put("schemaVersion", 2).put("mediaType", MANIFEST);
    describe(manifest.putObject("config"), CONFIG, config);
    describe(manifest.putArray("layers").addObject(), LAYER, layer);
    return manifest;
  }

  private ObjectNode config() {
    ObjectNode image = Json.object().put("os", "linux").put("architecture", architecture);
    ObjectNode config = image.putObject("config");
    ArrayNode cmd = config.putArray("Cmd");
    command.forEach(cmd::add);
    ArrayNode env = config.putArray("Env");
    environment.forEach(env::add);
    ObjectNode exposed = config.putObject("ExposedPorts");
    ports.forEach(exposed::putObject);
    if (!stopSignal.isEmpty()) {
      config.put("StopSignal", stopSignal);
    }
    ObjectNode rootfs = image.putObject("rootfs").put("type", "layers");
    rootfs.putArray("diff_ids").add("sha256:" + sha256(layer));
    return image;
  }

  private static void describe(ObjectNode node, String type, byte[] blob) {
    node.put("mediaType", type).put("digest", "sha256:" + sha256(blob)).put("size", blob.length);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
