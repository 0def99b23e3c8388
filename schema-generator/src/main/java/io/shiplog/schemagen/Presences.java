package io.shiplog.schemagen;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How Kubernetes writes a field that is empty: what Go's types say by pointers and {@code
 * omitempty}, and the client's classes do not.
 */
final class Presences {

  private final Map<String, String> special = new HashMap<>();
  private final Map<String, Boolean> used = new HashMap<>();

  private Presences() {}

  /** Reads {@code presence.tsv}. */
  static Presences load() {
    Presences presences = new Presences();
    for (String line : Tables.lines("presence.tsv")) {
      String[] columns = line.split("\t", -1);
      presences.used.put(columns[0], false);
      presences.add(columns[0], columns[1], "pointer");
      presences.add(columns[0], columns[2], "always");
    }
    return presences;
  }

  private void add(String definition, String fields, String presence) {
    for (String field : fields.split(" ")) {
      if (!field.isEmpty()) {
        special.put(definition + "." + field, presence);
        used.put(definition + "." + field, false);
      }
    }
  }

  /**
   * {@code pointer} for a field that is written whatever it holds, {@code always} for one that is
   * written where nobody set it, too, {@code omitempty} for one that vanishes when it is empty.
   *
   * @throws IllegalStateException if nothing is known of the definition
   */
  String of(String definition, String field) {
    if (used.replace(definition, true) == null) {
      throw new IllegalStateException("presence.tsv does not know " + definition);
    }
    used.replace(definition + "." + field, true);
    return special.getOrDefault(definition + "." + field, "omitempty");
  }

  /** Definitions and fields that nobody asked for: a table of another version. */
  Set<String> unused() {
    Set<String> unused = new TreeSet<>();
    used.forEach(
        (name, asked) -> {
          if (!asked) {
            unused.add(name);
          }
        });
    return unused;
  }
}
