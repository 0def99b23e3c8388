package io.shiplog.e2e.chaos.containers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * One thing to break on a node.
 *
 * @param pauseMillis how long there is peace before
 * @param target what
 * @param pause whether it is stopped and continued (SIGSTOP, SIGCONT); else it is killed
 * @param lastsMillis how long until it is continued, or started again
 */
record NodeFault(long pauseMillis, Target target, boolean pause, long lastsMillis) {

  /** What can be broken. */
  enum Target {
    CONTAINER("a container's process"),
    SHIM("a container's shim"),
    AGENT("the node agent"),
    CONTAINERD("containerd"),
    CONTROL_PLANE("the control plane");

    private final String words;

    Target(String words) {
      this.words = words;
    }

    /** Whether {@code up} starts it; the others come back by themselves. */
    boolean ours() {
      return this == AGENT || this == CONTROL_PLANE;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private static final int SHORTEST_PAUSE = 1_000;
  private static final int LONGEST_PAUSE = 5_000;
  private static final int LONGEST = 4_000;

  /**
   * Draws faults that last about so long in all, each target before any comes again. The same seed
   * gives the same faults.
   */
  static List<NodeFault> draw(long seed, long millis) {
    Random dice = new Random(seed);
    List<NodeFault> faults = new ArrayList<>();
    Deque<Target> next = new ArrayDeque<>();
    long at = 0;
    while (at < millis) {
      if (next.isEmpty()) {
        List<Target> shuffled = Arrays.asList(Target.values());
        Collections.shuffle(shuffled, dice);
        next.addAll(shuffled);
      }
      NodeFault fault =
          new NodeFault(
              dice.nextInt(SHORTEST_PAUSE, LONGEST_PAUSE),
              next.pop(),
              dice.nextInt(3) == 0,
              dice.nextInt(LONGEST));
      faults.add(fault);
      at += fault.pauseMillis + fault.lastsMillis;
    }
    return faults;
  }

  @Override
  public String toString() {
    return target + (pause ? ": paused" : ": killed");
  }
}
