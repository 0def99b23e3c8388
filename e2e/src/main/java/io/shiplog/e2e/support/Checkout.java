package io.shiplog.e2e.support;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's things are. */
public final class Checkout {

  /** The folder of the checkout: the nearest above the working directory that has a launcher. */
  public static final Path FOLDER = find();

  private Checkout() {}

  private static Path find() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isExecutable(folder.resolve("shiplog"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException(
          "not inside a checkout of Shiplog: " + Path.of("").toAbsolutePath());
    }
    return folder;
  }
}
