package io.shiplog.simulator;

import java.util.List;
import java.util.function.ToIntFunction;

/** A table from which dice pick rows, heavy ones more often. */
public final class Weighted<T> {

  private final List<T> rows;
  private final ToIntFunction<T> weight;
  private final int sum;

  /**
   * A table.
   *
   * @param weight how often a row comes, compared with the others
   */
  public Weighted(List<T> rows, ToIntFunction<T> weight) {
    this.rows = rows;
    this.weight = weight;
    this.sum = rows.stream().mapToInt(weight).sum();
  }

  /** One row. */
  public T pick(Dice dice) {
    int left = dice.below(sum);
    for (T row : rows) {
      left -= weight.applyAsInt(row);
      if (left < 0) {
        return row;
      }
    }
    throw new IllegalStateException("weights add up to " + sum);
  }
}
