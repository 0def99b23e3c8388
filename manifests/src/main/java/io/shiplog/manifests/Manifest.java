package io.shiplog.manifests;

import io.shiplog.model.KubeObject;

/**
 * One object that a text names.
 *
 * @param object as it is written
 * @param document in which document of the text, counted from one
 * @param line where that document begins, counted from one
 */
public record Manifest(KubeObject object, int document, int line) {

  /** Where it stands, for messages: {@code document 2, line 7}. */
  public String place() {
    return Manifests.place(document, line);
  }
}
