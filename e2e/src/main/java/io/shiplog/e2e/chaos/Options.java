package io.shiplog.e2e.chaos;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What to do, from the command line.
 *
 * @param seed decides what is broken and what clients do
 * @param seconds how long things are broken
 * @param compact fewer processes: one instance of the services, in one process
 * @param failover measure take-overs instead, so many of each; 0 for no
 * @param isolated whether this process is in namespaces of its own
 * @param folder where homes, logs and the history go
 */
record Options(
    long seed, long seconds, boolean compact, int failover, boolean isolated, Path folder) {

  static final String USAGE =
      """
      Usage: shiplog test --chaos [--seed N] [--minutes M | --seconds S] [--compact] [--failover N]
      Runs three brokers, two gateways and two of each service as processes, breaks them at random
      moments while clients write, read and watch, and checks the history of what came of it.
        --seed N       what is broken, and when; by default a new one, which is printed
        --minutes M    how long things are broken (--seconds S likewise); 2 minutes by default
        --compact      fewer processes
        --failover N   instead: measure N take-overs of the ledger, the scheduler and the controllers
      As root, links and disks are broken, too. The history stays in $SHIPLOG_HOME or .shiplog, in
      the folder chaos, beside the logs.
      """;

  private static final long DEFAULT_SECONDS = 120;

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException if they make no sense
   */
  static Options parse(List<String> arguments, Path folder) {
    Deque<String> rest = new ArrayDeque<>(arguments);
    long seed = System.nanoTime() % 1_000_000;
    long seconds = DEFAULT_SECONDS;
    boolean compact = false;
    int failover = 0;
    boolean isolated = false;
    while (!rest.isEmpty()) {
      String option = rest.pop();
      switch (option) {
        case "--seed" -> seed = number(option, rest);
        case "--minutes" -> seconds = 60 * number(option, rest);
        case "--seconds" -> seconds = number(option, rest);
        case "--compact" -> compact = true;
        case "--failover" -> failover = Math.toIntExact(number(option, rest));
        case "--isolated" -> isolated = true;
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
    return new Options(seed, seconds, compact, failover, isolated, folder.resolve("seed-" + seed));
  }

  private static long number(String option, Deque<String> rest) {
    String text = rest.isEmpty() ? "" : rest.pop();
    if (!text.matches("\\d{1,12}")) {
      throw new IllegalArgumentException(option + " needs a number");
    }
    return Long.parseLong(text);
  }
}
