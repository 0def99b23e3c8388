package io.shiplog.model;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * How deep what people send may nest. Much that handles trees calls itself for each level, so there
 * is one bound at every door, and it is one that all of it survives. kube-apiserver's own is
 * 10,000; no object of the API comes to thirty.
 */
public final class Nesting {

  /** The most levels of objects and lists in a manifest, a patch, or what a patch makes. */
  public static final int MAX = 400;

  /** What Go's reader says of the character that goes too deep, behind showing it. */
  public static final String EXCEEDED = " exceeded max depth";

  /** For parsers of what comes from outside. */
  public static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder().maxNestingDepth(MAX).build();

  /** Of records: a body, and around it the command or outcome that holds it. */
  static final StreamReadConstraints RECORDS =
      StreamReadConstraints.builder().maxNestingDepth(MAX + 100).build();

  private Nesting() {}

  /** Whether a tree has no more than {@link #MAX} levels. */
  public static boolean fits(JsonNode tree) {
    return fits(tree, MAX);
  }

  /**
   * Whether a tree has no more than so many levels. Looks no deeper than that.
   *
   * @param levels how many objects and lists may stand within each other; a plain value is none
   */
  public static boolean fits(JsonNode tree, int levels) {
    if (tree == null || !tree.isContainerNode()) {
      return true;
    }
    if (levels <= 0) {
      return false;
    }
    for (JsonNode child : tree) {
      if (child.isContainerNode() && !fits(child, levels - 1)) {
        return false;
      }
    }
    return true;
  }
}
