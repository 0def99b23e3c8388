package io.shiplog.e2e.chaos.fault;

import io.shiplog.e2e.support.Commands;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * Small file systems in memory for the homes of processes, which can be filled. They are mounted in
 * a mount namespace of our own and go with it.
 */
public final class Disks {

  private static final Logger LOG = Logger.getLogger(Disks.class);
  private static final String SIZE = "size=192m";
  private static final String BALLAST = "ballast";
  private static final int CHUNK = 1 << 16;

  private final Path folder;

  /** The homes are folders in this one. */
  public Disks(Path folder) {
    this.folder = folder;
  }

  /** Gives a process that has not started yet a file system of its own. */
  public void mount(String name) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Commands.run("mount", "-t", "tmpfs", "-o", SIZE, "shiplog-chaos", home.toString());
  }

  /** Leaves no room. */
  public void fill(String name) throws IOException {
    Path ballast = folder.resolve(name).resolve(BALLAST);
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      for (int size = chunk.length; size > 0; size /= 2) {
        writeUntilFull(out, chunk, size);
      }
    }
  }

  private static void writeUntilFull(OutputStream out, byte[] chunk, int size) {
    try {
      while (true) {
        out.write(chunk, 0, size);
      }
    } catch (IOException full) {
      LOG.debugf("pieces of %d bytes: %s", size, full.getMessage());
    }
  }

  /** Makes room again. */
  public void empty(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name).resolve(BALLAST));
  }
}
