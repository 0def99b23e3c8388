package io.shiplog.e2e.chaos.workload;

import io.shiplog.e2e.chaos.history.Entry;
import io.shiplog.e2e.chaos.history.History;
import java.util.ArrayList;
import java.util.List;

/** Collects entries from many threads; its clock is the history's. */
public final class Recorder {

  private final long start = System.nanoTime();
  private final List<Entry> entries = new ArrayList<>();

  /** Nanoseconds since the history began. */
  public long now() {
    return System.nanoTime() - start;
  }

  /** Adds an entry. */
  public synchronized void add(Entry entry) {
    entries.add(entry);
  }

  /** What was recorded so far. */
  public synchronized History history() {
    return new History(entries);
  }
}
