package io.shiplog.agent.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a POSIX ustar archive (IEEE Std 1003.1, pax, "ustar Interchange Format"). All entries
 * belong to root and carry no time, so that equal input gives equal bytes.
 */
public final class TarWriter implements AutoCloseable {

  private static final int BLOCK = 512;
  private static final int NAME_MAX = 100;
  private static final int PREFIX_MAX = 155;

  private final OutputStream out;

  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /** Adds a directory. */
  public void directory(String path, int mode) throws IOException {
    header(path.endsWith("/") ? path : path + "/", mode, 0, '5', "");
  }

  /** Adds a file. */
  public void file(String path, int mode, byte[] content) throws IOException {
    header(path, mode, content.length, '0', "");
    out.write(content);
    out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  /** Adds a symbolic link. */
  public void link(String path, String target) throws IOException {
    header(path, 0777, 0, '2', target);
  }

  private void header(String path, int mode, long size, char type, String target)
      throws IOException {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    int split = split(name, path);
    byte[] block = new byte[BLOCK];
    System.arraycopy(
        name, split == 0 ? 0 : split + 1, block, 0, name.length - (split == 0 ? 0 : split + 1));
    octal(block, 100, 8, mode);
    octal(block, 108, 8, 0);
    octal(block, 116, 8, 0);
    octal(block, 124, 12, size);
    octal(block, 136, 12, 0);
    block[156] = (byte) type;
    byte[] to = target.getBytes(StandardCharsets.UTF_8);
    if (to.length > NAME_MAX) {
      throw new IOException("the link " + path + " points too far for a ustar archive");
    }
    System.arraycopy(to, 0, block, 157, to.length);
    System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, block, 257, 8);
    System.arraycopy(name, 0, block, 345, split);
    java.util.Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, 148, 7, sum);
    out.write(block);
  }

  /** Where a long name is cut into prefix and name: at a slash; 0 where it need not be cut. */
  private static int split(byte[] name, String path) throws IOException {
    if (name.length <= NAME_MAX) {
      return 0;
    }
    for (int i = Math.min(PREFIX_MAX, name.length - 2); i > 0; i--) {
      if (name[i] == '/' && name.length - i - 1 <= NAME_MAX) {
        return i;
      }
    }
    throw new IOException("the name is too long for a ustar archive: " + path);
  }

  private static void octal(byte[] block, int at, int length, long value) {
    String digits = Long.toOctalString(value);
    int pad = length - 1 - digits.length();
    for (int i = 0; i < length - 1; i++) {
      block[at + i] = (byte) (i < pad ? '0' : digits.charAt(i - pad));
    }
    block[at + length - 1] = 0;
  }

  /** Ends the archive with two empty blocks; the stream stays open. */
  @Override
  public void close() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }

  /** Writes an archive into memory. */
  static byte[] archive(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarWriter tar = new TarWriter(bytes)) {
      content.writeTo(tar);
    }
    return bytes.toByteArray();
  }

  /** What goes into an archive. */
  @FunctionalInterface
  interface Content {
    void writeTo(TarWriter tar) throws IOException;
  }
}
