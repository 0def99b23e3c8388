package io.shiplog.launcher;

import io.shiplog.agent.volume.FileTrees;
import java.io.IOException;
import java.nio.file.Path;

/** Folders with everything in them. */
final class Trees {

  private Trees() {}

  /** Deletes a folder without following links; a mount inside it makes this fail, not spread. */
  static void delete(Path root) {
    try {
      FileTrees.delete(root);
    } catch (IOException e) {
      throw new LaunchException(root + " cannot be deleted whole", e);
    }
  }
}
