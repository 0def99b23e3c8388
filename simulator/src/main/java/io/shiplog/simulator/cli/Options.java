package io.shiplog.simulator.cli;

import io.shiplog.simulator.StepSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the command is asked for. */
record Options(Map<String, String> given) {

  static final String USAGE =
      """
      Usage: shiplog sim [--seeds N | --minutes M] [--first N] [--threads N] [--tally]
             shiplog sim --seed N [--nodes N] [--without STEPS] [--trace FILE]
             shiplog sim --speed [--minutes M]
      Runs the whole control plane and its nodes in one thread, from a seed, and checks invariants.
        --seeds N         as many histories, one for each seed (1000)
        --minutes M       histories for M minutes
        --first N         the first seed (1; with --minutes one behind those that CI runs, drawn)
        --threads N       histories at a time (1); each runs in one thread
        --tally           tells what happened, how often, and in how many histories
        --seed N          one history
        --nodes N         with N nodes, whatever the seed says
        --without STEPS   without these steps, such as 3,7-90
        --trace FILE      writes it down, as text
        --speed           how many minutes of a full cluster of 50 nodes pass in one of ours""";

  private static final String NUMBERS = "--(seed|seeds|minutes|first|threads|nodes)";

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException if there is one that it cannot use
   */
  static Options read(String[] args) {
    Map<String, String> given = new TreeMap<>();
    Iterator<String> left = List.of(args).iterator();
    while (left.hasNext()) {
      String name = left.next();
      if (name.matches("--(speed|help|tally)")) {
        given.put(name, "");
        continue;
      }
      String value = left.hasNext() ? left.next() : "";
      boolean number = name.matches(NUMBERS) && value.matches("-?\\d{1,18}");
      boolean text = name.matches("--(without|trace)") && !value.isEmpty();
      if (!number && !text) {
        throw new IllegalArgumentException("sim: cannot use " + String.join(" ", args));
      }
      given.put(name, value);
    }
    StepSet.parse(given.getOrDefault("--without", ""));
    return new Options(given);
  }

  boolean has(String name) {
    return given.containsKey(name);
  }

  String text(String name) {
    return given.getOrDefault(name, "");
  }

  long number(String name, long otherwise) {
    return has(name) ? Long.parseLong(given.get(name)) : otherwise;
  }
}
