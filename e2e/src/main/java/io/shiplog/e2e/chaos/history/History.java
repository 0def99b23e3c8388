package io.shiplog.e2e.chaos.history;

import java.util.List;

/** All entries of one run; those of one client, watcher or shard in their order. */
public record History(List<Entry> entries) {

  public History {
    entries = List.copyOf(entries);
  }

  /** The entries of one kind. */
  public <T extends Entry> List<T> all(Class<T> kind) {
    return entries.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
