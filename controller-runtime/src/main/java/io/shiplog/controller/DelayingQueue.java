package io.shiplog.controller;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which keys are to be looked at again, by which controller, and when. */
final class DelayingQueue {

  private final Map<Item, Instant> when = new HashMap<>();
  private final TreeMap<Instant, Set<Item>> byTime = new TreeMap<>();

  /** Enters an item; of two times the earlier counts. */
  void enter(Item item, Instant at) {
    Instant known = when.get(item);
    if (known != null && !at.isBefore(known)) {
      return;
    }
    if (known != null) {
      remove(item, known);
    }
    when.put(item, at);
    byTime.computeIfAbsent(at, time -> new LinkedHashSet<>()).add(item);
  }

  /** Takes out what is due, the earliest first. */
  List<Item> due(Instant now) {
    List<Item> due = new ArrayList<>();
    while (!byTime.isEmpty() && !byTime.firstKey().isAfter(now)) {
      due.addAll(byTime.pollFirstEntry().getValue());
    }
    due.forEach(when::remove);
    return due;
  }

  private void remove(Item item, Instant at) {
    Set<Item> items = byTime.get(at);
    items.remove(item);
    if (items.isEmpty()) {
      byTime.remove(at);
    }
  }
}
