package io.shiplog.manifests;

/** Manifests that cannot be read. The message names document and line. */
public final class ManifestException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  ManifestException(String message) {
    super(message);
  }
}
