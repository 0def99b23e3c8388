package io.shiplog.model.event;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was used least recently. */
final class RecentlyUsed<V> {

  /** How many entries client-go's correlator keeps of each sort. */
  private static final int ENTRIES = 4096;

  private static final float LOAD = 0.75f;

  private final Map<String, V> entries =
      new LinkedHashMap<>(16, LOAD, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
          return size() > ENTRIES;
        }
      };

  /** The entry, or null. */
  V get(String key) {
    return entries.get(key);
  }

  void put(String key, V value) {
    entries.put(key, value);
  }
}
