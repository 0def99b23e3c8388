package io.shiplog.agent.volume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Directories with everything in them. */
public final class FileTrees {

  private FileTrees() {}

  /**
   * Deletes a directory with everything in it, following no links. What somebody else takes away
   * meanwhile is as good as deleted; a directory that is not there is, too.
   *
   * @throws IOException if something cannot be deleted, such as a mount point
   */
  public static void delete(Path root) throws IOException {
    Files.walkFileTree(root, new Deletion());
  }

  /**
   * Bytes of disk that a directory takes with everything in it, on its own file system alone. What
   * goes meanwhile is not counted.
   */
  public static long usage(Path root) {
    try {
      // Java tells how long a file is, not how much of it there is.
      Process du =
          new ProcessBuilder("du", "-sxB1", root.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      du.getOutputStream().close();
      String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String bytes = said.replaceFirst("(?s)\\s.*", "");
      if (!bytes.matches("\\d+")) {
        throw new IllegalStateException("du does not say how much " + root + " takes");
      }
      return Long.parseLong(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("du cannot be run: " + e.getMessage(), e);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      return passOver(failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      if (failure != null) {
        passOver(failure);
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }

    private static FileVisitResult passOver(IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }
}
