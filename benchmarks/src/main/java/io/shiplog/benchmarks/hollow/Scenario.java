package io.shiplog.benchmarks.hollow;

import io.shiplog.benchmarks.report.Runs;
import java.util.Map;

/** Something that happens to a large cluster. It leaves the stage as it found it, or says so. */
interface Scenario {

  /** The name of the benchmark in the report. */
  String title();

  /** Its own settings, for the report. */
  Map<String, String> settings();

  /**
   * Plays it once, the nodes having joined.
   *
   * @param runs gets the figures
   * @throws IllegalStateException if it comes to a halt, or a request is refused
   */
  void play(Stage stage, Runs runs);

  /** Seconds between two readings of {@link System#nanoTime}. */
  static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
