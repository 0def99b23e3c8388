package io.shiplog.agent.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/** Finds where the last lines of a log begin. */
final class LogTail {

  private static final int BLOCK_BYTES = 64 << 10;

  private LogTail() {}

  /**
   * The position where the last {@code lines} lines before {@code end} begin. Entries that are
   * pieces of one line count once; a log that has fewer lines is meant as a whole.
   */
  static long start(FileChannel channel, long lines, long end) throws IOException {
    if (lines == 0) {
      return end;
    }
    ArrayDeque<Long> starts = new ArrayDeque<>();
    StringBuilder entry = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(BLOCK_BYTES);
    long position = 0;
    long lineStart = 0;
    while (position < end && channel.read(within(end - position, buffer), position) > 0) {
      // One character for each byte: only the tags matter here.
      String block = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
      for (int i = 0; i < block.length(); i++) {
        entry.append(block.charAt(i));
        if (block.charAt(i) == '\n') {
          boolean ends = CriLog.parse(entry.toString()).map(e -> !e.partial()).orElse(false);
          entry.setLength(0);
          if (ends) {
            starts.addLast(lineStart);
            lineStart = position + i + 1;
          }
        }
      }
      position += block.length();
      while (starts.size() > lines) {
        starts.removeFirst();
      }
    }
    if (lineStart < end) {
      // The last line has no end, or not yet; it is one all the same.
      starts.addLast(lineStart);
    }
    while (starts.size() > lines) {
      starts.removeFirst();
    }
    return starts.isEmpty() ? 0 : starts.getFirst();
  }

  /** The buffer, emptied, with room for no more than these bytes. */
  static ByteBuffer within(long bytes, ByteBuffer buffer) {
    return buffer.clear().limit((int) Math.min(bytes, buffer.capacity()));
  }
}
