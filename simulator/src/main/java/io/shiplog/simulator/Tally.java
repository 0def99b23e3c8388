package io.shiplog.simulator;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened in a history, by name, and how often. What could have happened and did not is in it
 * with 0, so that nobody believes in what never happens.
 */
public final class Tally {

  private final SortedMap<String, Integer> counts = new TreeMap<>();

  /** Says that something may happen. */
  public void expect(String name) {
    counts.putIfAbsent(name, 0);
  }

  /** It happened once more. */
  public void count(String name) {
    counts.merge(name, 1, Integer::sum);
  }

  /** How often each thing happened, by name. */
  public SortedMap<String, Integer> counts() {
    return Collections.unmodifiableSortedMap(counts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tally tally && tally.counts.equals(counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  /** How many kinds of things happened: short, for it stands in a line with other results. */
  @Override
  public String toString() {
    return counts.values().stream().filter(count -> count > 0).count() + " of " + counts.size();
  }
}
