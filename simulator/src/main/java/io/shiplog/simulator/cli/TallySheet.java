package io.shiplog.simulator.cli;

import io.shiplog.simulator.Tally;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened in many histories: how often, and in how many of them. */
public final class TallySheet {

  private record Row(int times, int histories) {
    Row plus(int more) {
      return new Row(times + more, histories + (more > 0 ? 1 : 0));
    }
  }

  private final Map<String, Row> rows = new TreeMap<>();
  private int histories;

  /** Adds a history. */
  void add(Tally tally) {
    histories++;
    tally
        .counts()
        .forEach(
            (name, times) -> rows.put(name, rows.getOrDefault(name, new Row(0, 0)).plus(times)));
  }

  /** What could have happened and never did. */
  public List<String> missing() {
    return rows.keySet().stream().filter(name -> rows.get(name).times() == 0).toList();
  }

  /**
   * In how many of a hundred histories it happened.
   *
   * @throws IllegalArgumentException if nobody has heard of it
   */
  public double percent(String name) {
    if (!rows.containsKey(name)) {
      throw new IllegalArgumentException("nothing is called " + name);
    }
    return 100.0 * rows.get(name).histories() / histories;
  }

  /** A table, one line each. */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    table.append("%9s %11s  what%n".formatted("times", "histories"));
    rows.forEach(
        (name, row) ->
            table.append("%9d %10.1f%%  %s%n".formatted(row.times(), percent(name), name)));
    return table.toString();
  }
}
