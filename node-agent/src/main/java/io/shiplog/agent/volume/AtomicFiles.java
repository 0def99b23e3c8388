package io.shiplog.agent.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A directory of files that changes all at once: the files are in a directory of their own, {@code
 * ..data} is a link to it, and each name is a link through {@code ..data}. Containers see either
 * the old files or the new ones.
 */
final class AtomicFiles {

  private static final String DATA = "..data";

  private AtomicFiles() {}

  /**
   * One file.
   *
   * @param mode permission bits, such as 0644
   */
  record Entry(byte[] content, int mode) {

    /** The same for the group as well, which is there to read it (kubelet, of fsGroup). */
    Entry readableByGroup() {
      return new Entry(content, mode | 0440);
    }

    boolean same(Path file) throws IOException {
      return Files.isRegularFile(file)
          && Arrays.equals(Files.readAllBytes(file), content)
          && Files.getPosixFilePermissions(file).equals(permissions(mode));
    }
  }

  /**
   * Makes the directory hold exactly these files.
   *
   * @param files by path relative to the directory
   * @param gid the group that owns them; below 0 for none
   * @return whether anything changed
   */
  static boolean write(Path directory, Map<String, Entry> files, long gid) throws IOException {
    Files.createDirectories(directory);
    Path data = directory.resolve(DATA);
    if (Files.isSymbolicLink(data) && current(data, files)) {
      return false;
    }
    Path old = Files.isSymbolicLink(data) ? directory.resolve(Files.readSymbolicLink(data)) : null;
    Path fresh = Files.createTempDirectory(directory, "..v");
    Files.setPosixFilePermissions(fresh, permissions(0755));
    for (Map.Entry<String, Entry> file : new TreeMap<>(files).entrySet()) {
      Path path = fresh.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue().content());
      Files.setPosixFilePermissions(path, permissions(file.getValue().mode()));
      if (gid >= 0) {
        Files.setAttribute(path, "unix:gid", (int) gid);
      }
    }
    Path link = directory.resolve("..next");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, fresh.getFileName());
    Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
    linkNames(directory, files.keySet());
    if (old != null) {
      FileTrees.delete(old);
    }
    return true;
  }

  private static boolean current(Path data, Map<String, Entry> files) throws IOException {
    try (Stream<Path> present = Files.walk(data.toRealPath())) {
      if (present.filter(Files::isRegularFile).count() != files.size()) {
        return false;
      }
    }
    for (Map.Entry<String, Entry> file : files.entrySet()) {
      if (!file.getValue().same(data.resolve(file.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /** The first step of each path becomes a link into the data; links of files that went, go. */
  private static void linkNames(Path directory, Set<String> files) throws IOException {
    Set<String> names = new TreeSet<>();
    files.forEach(file -> names.add(file.split("/", 2)[0]));
    for (String name : names) {
      Path link = directory.resolve(name);
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, Path.of(DATA, name));
      }
    }
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.filter(Files::isSymbolicLink).toList()) {
        String name = entry.getFileName().toString();
        if (!name.equals(DATA) && !names.contains(name)) {
          Files.delete(entry);
        }
      }
    }
  }

  /** Permission bits as Java names them. */
  static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] highToLow = {
      PosixFilePermission.OWNER_READ,
      PosixFilePermission.OWNER_WRITE,
      PosixFilePermission.OWNER_EXECUTE,
      PosixFilePermission.GROUP_READ,
      PosixFilePermission.GROUP_WRITE,
      PosixFilePermission.GROUP_EXECUTE,
      PosixFilePermission.OTHERS_READ,
      PosixFilePermission.OTHERS_WRITE,
      PosixFilePermission.OTHERS_EXECUTE
    };
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < highToLow.length; i++) {
      if ((mode & 0400 >> i) != 0) {
        set.add(highToLow[i]);
      }
    }
    return set;
  }
}
