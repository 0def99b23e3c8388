package io.shiplog.topics;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The entries of a compacted topic, for somebody who reads it from its beginning and then on. While
 * it is read from its beginning nothing is told, for what comes first may long be otherwise; at the
 * end each entry is told once, as it is then. It can be read from its beginning again: compaction
 * may have taken away what was not heard, and what a reading does not bring is gone. Not
 * thread-safe.
 *
 * @param <V> what an entry's value is
 */
public final class TopicEntries<V> {

  private final BiConsumer<String, V> listener;
  private final Set<String> told = new HashSet<>();

  /** What a reading has brought so far, null for what is taken out; null when none is under way. */
  private Map<String, V> reading;

  /**
   * No entries yet; the topic is about to be read from its beginning.
   *
   * @param listener is told of each entry that is new or other, or gone where the value is null
   */
  public TopicEntries(BiConsumer<String, V> listener) {
    this.listener = listener;
    begin();
  }

  /** The topic is about to be read from its beginning. */
  public void begin() {
    reading = new LinkedHashMap<>();
  }

  /** Whether a reading from the beginning is under way. */
  public boolean reading() {
    return reading != null;
  }

  /** A record came; one without a value takes the entry out. */
  public void hear(String key, V value) {
    if (reading == null) {
      tell(key, value);
    } else {
      // Moved to the end: entries are told in the order of their last records.
      reading.remove(key);
      reading.put(key, value);
    }
  }

  /** The reading from the beginning has come to the end that the topic had then. */
  public void finish() {
    Map<String, V> read = reading;
    reading = null;
    read.values().removeIf(Objects::isNull);
    Set<String> gone = new TreeSet<>(told);
    gone.removeAll(read.keySet());
    gone.forEach(key -> tell(key, null));
    read.forEach(this::tell);
  }

  /** The keys of the entries there are, as far as the topic has been read. */
  public Set<String> keys() {
    if (reading == null) {
      return Set.copyOf(told);
    }
    Set<String> keys = new HashSet<>(reading.keySet());
    keys.removeIf(key -> reading.get(key) == null);
    return keys;
  }

  private void tell(String key, V value) {
    if (value == null) {
      told.remove(key);
    } else {
      told.add(key);
    }
    listener.accept(key, value);
  }
}
