package io.shiplog.model.command;

import java.util.Optional;

/** How the body of a {@link Verb#PATCH} is to be read. */
public enum PatchType {
  /** RFC 6902. */
  JSON("application/json-patch+json"),
  /** RFC 7386. */
  MERGE("application/merge-patch+json"),
  /** Kubernetes' strategic merge patch: lists merge by key. */
  STRATEGIC("application/strategic-merge-patch+json"),
  /** Server-side apply: field ownership decides. Creates the object where it is absent. */
  APPLY("application/apply-patch+yaml");

  private final String mediaType;

  PatchType(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The content type that asks for this kind of patch. */
  public String mediaType() {
    return mediaType;
  }

  /** The patch type of a content type without its parameters. */
  public static Optional<PatchType> of(String mediaType) {
    for (PatchType type : values()) {
      if (type.mediaType.equals(mediaType)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
