package io.shiplog.simulator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Some of a history's steps, by number, written as {@code 3,7-90}. */
public final class StepSet {

  /** No step at all. */
  public static final StepSet NONE = new StepSet(new BitSet());

  private static final int MOST = 1_000_000;

  private final BitSet steps;

  private StepSet(BitSet steps) {
    this.steps = steps;
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static StepSet parse(String text) {
    BitSet steps = new BitSet();
    if (text.isEmpty()) {
      return NONE;
    }
    for (String part : text.split(",")) {
      if (!part.matches("\\d{1,7}(-\\d{1,7})?")) {
        throw new IllegalArgumentException("not steps: " + part);
      }
      String[] ends = part.split("-");
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (first > last || last > MOST) {
        throw new IllegalArgumentException("not steps: " + part);
      }
      steps.set(first, last + 1);
    }
    return new StepSet(steps);
  }

  /** These and others. */
  public StepSet with(List<Integer> others) {
    BitSet all = (BitSet) steps.clone();
    others.forEach(all::set);
    return new StepSet(all);
  }

  public boolean contains(int step) {
    return steps.get(step);
  }

  public boolean isEmpty() {
    return steps.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StepSet set && set.steps.equals(steps);
  }

  @Override
  public int hashCode() {
    return steps.hashCode();
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    for (int first = steps.nextSetBit(0); first >= 0; ) {
      int last = steps.nextClearBit(first) - 1;
      parts.add(first == last ? "" + first : first + "-" + last);
      first = steps.nextSetBit(last + 1);
    }
    return String.join(",", parts);
  }
}
