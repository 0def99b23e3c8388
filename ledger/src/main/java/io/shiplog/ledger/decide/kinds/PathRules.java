package io.shiplog.ledger.decide.kinds;

import java.util.Arrays;

/** What paths of files must be. */
final class PathRules {

  private PathRules() {}

  /** Where there is a path, it must stay below where it starts. */
  static void descending(Field path, Problems problems) {
    if (path.text().startsWith("/")) {
      problems.invalid(path, "must be a relative path");
    }
    noBacksteps(path, problems);
  }

  /** Where there is a path, no part of it may lead upwards. */
  static void noBacksteps(Field path, Problems problems) {
    if (Arrays.asList(path.text().split("/")).contains("..")) {
      problems.invalid(path, "must not contain '..'");
    }
  }
}
