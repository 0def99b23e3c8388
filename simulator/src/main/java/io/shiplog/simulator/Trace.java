package io.shiplog.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What happened, as text: the last lines to read, all of them as one hash. */
public final class Trace {

  private static final int KEPT = 400;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final Deque<String> last = new ArrayDeque<>();
  private long hash = FNV_OFFSET;

  /** Adds a line. */
  public void add(String line) {
    mix(line.getBytes(StandardCharsets.UTF_8));
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    last.addLast(line);
  }

  /** Takes bytes into the hash that no line shows. */
  public void mix(byte[] bytes) {
    if (bytes == null) {
      return;
    }
    for (byte one : bytes) {
      hash = (hash ^ (one & 0xff)) * FNV_PRIME;
    }
  }

  /** A number that differs wherever two histories differ. */
  public long hash() {
    return hash;
  }

  /** The last lines, oldest first. */
  public List<String> last() {
    return List.copyOf(last);
  }
}
