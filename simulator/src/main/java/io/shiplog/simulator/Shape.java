package io.shiplog.simulator;

/** Kinds of histories. */
public enum Shape {
  /** A small cluster in which everybody moves in any order and everything goes wrong. */
  STORM(3, 5, 250),

  /**
   * A large cluster in daily use: somebody wants something now and then, something fails at times.
   */
  STEADY(50, 50, 150);

  final int fewestNodes;
  final int mostNodes;

  /** How many steps it has before calm is to come. */
  final int steps;

  Shape(int fewestNodes, int mostNodes, int steps) {
    this.fewestNodes = fewestNodes;
    this.mostNodes = mostNodes;
    this.steps = steps;
  }
}
