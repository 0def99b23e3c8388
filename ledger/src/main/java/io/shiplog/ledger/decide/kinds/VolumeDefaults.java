package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Defaults of a volume and its source. Source: the API reference of Volume. */
final class VolumeDefaults {

  /** Octal 0644, which JSON can only say in decimal. */
  static final int DEFAULT_MODE = 420;

  private static final int TOKEN_SECONDS = 3600;
  private static final List<String> SOURCES_WITH_MODE =
      List.of("secret", "configMap", "downwardAPI", "projected");

  private VolumeDefaults() {}

  static void apply(ObjectNode volume) {
    boolean hasSource = volume.properties().stream().anyMatch(e -> !e.getKey().equals("name"));
    if (!hasSource) {
      volume.putObject("emptyDir");
    }
    for (String source : SOURCES_WITH_MODE) {
      if (volume.get(source) instanceof ObjectNode object) {
        Defaults.number(object, "defaultMode", DEFAULT_MODE);
      }
    }
    if (volume.get("hostPath") instanceof ObjectNode hostPath && !hostPath.hasNonNull("type")) {
      hostPath.put("type", "");
    }
    if (volume.get("emptyDir") instanceof ObjectNode emptyDir) {
      Defaults.canonicalQuantity(emptyDir, "sizeLimit");
    }
    Defaults.items(volume.path("downwardAPI"), "items").forEach(ContainerDefaults::references);
    Defaults.items(volume.path("projected"), "sources").forEach(VolumeDefaults::projection);
    if (volume.get("image") instanceof ObjectNode image) {
      Defaults.text(
          image, "pullPolicy", ContainerDefaults.pullPolicy(image.path("reference").asText("")));
    }
    if (volume.path("ephemeral").path("volumeClaimTemplate").path("spec")
        instanceof ObjectNode claim) {
      Defaults.text(claim, "volumeMode", "Filesystem");
    }
  }

  private static void projection(ObjectNode source) {
    Defaults.items(source.path("downwardAPI"), "items").forEach(ContainerDefaults::references);
    if (source.get("serviceAccountToken") instanceof ObjectNode token) {
      Defaults.number(token, "expirationSeconds", TOKEN_SECONDS);
    }
  }
}
