package io.shiplog.e2e.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What to do, from the command line.
 *
 * @param seed decides what is broken and what clients do
 * @param seconds how long things are broken
 * @param compact fewer processes: one instance of the services, in one process
 * @param parts what is broken: some of {@link #ALL_PARTS}
 * @param failover measure take-overs instead, so many of each; 0 for no
 * @param isolated whether this process is in namespaces of its own
 * @param folder where homes, logs and the history go
 * @param judge a history to judge instead of running anything
 */
record Options(
    long seed,
    long seconds,
    boolean compact,
    List<String> parts,
    int failover,
    boolean isolated,
    Path folder,
    Optional<Path> judge) {

  /** Brokers, gateways and services, and the history of those who used them. */
  static final String PROCESSES = "processes";

  /** An installation with a node agent and real containers. */
  static final String CONTAINERS = "containers";

  /** A control plane that is one process. */
  static final String CONTROL_PLANE = "control-plane";

  /** All of these, in the order in which they are broken. */
  static final List<String> ALL_PARTS = List.of(PROCESSES, CONTROL_PLANE, CONTAINERS);

  static final String USAGE =
      """
      Usage: shiplog test --chaos [--seed N] [--minutes M | --seconds S] [--only PART]
      First runs three brokers, two gateways and two of each service as processes, and breaks them at
      random moments while clients write, read and watch. Then runs a control plane as one process, and
      kills it again and again while clients write as fast as they can. Then brings an installation up
      and breaks its processes and containers while a Deployment is scaled and rolled out. Checks the
      history of what came of it, and ends with 1 where something is wrong.
        --seed N       what is broken, and when; by default a new one, which is printed
        --minutes M    how long each part is broken (--seconds S likewise); 2 minutes by default
        --only PART    processes, control-plane or containers
        --compact      fewer processes
        --failover N   instead: measure N take-overs of the ledger, the scheduler and the controllers
        --judge FILE   instead: judge a history.jsonl that an earlier run left
      As root, links and disks are broken, too; containers need root. The histories stay in the folder
      chaos of $SHIPLOG_HOME or .shiplog, beside the logs.
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
    List<String> parts = ALL_PARTS;
    int failover = 0;
    boolean isolated = false;
    Optional<Path> judge = Optional.empty();
    while (!rest.isEmpty()) {
      String option = rest.pop();
      switch (option) {
        case "--seed" -> seed = number(option, rest);
        case "--minutes" -> seconds = 60 * number(option, rest);
        case "--seconds" -> seconds = number(option, rest);
        case "--compact" -> compact = true;
        case "--only" -> parts = List.of(part(rest));
        case "--failover" -> failover = Math.toIntExact(number(option, rest));
        case "--judge" -> judge = Optional.of(file(option, rest));
        case "--isolated" -> isolated = true;
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
    return new Options(
        seed, seconds, compact, parts, failover, isolated, folder.resolve("seed-" + seed), judge);
  }

  private static String part(Deque<String> rest) {
    String part = rest.isEmpty() ? "" : rest.pop();
    if (!ALL_PARTS.contains(part)) {
      throw new IllegalArgumentException("--only needs one of " + String.join(", ", ALL_PARTS));
    }
    return part;
  }

  private static Path file(String option, Deque<String> rest) {
    Path file = Path.of(rest.isEmpty() ? "" : rest.pop());
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(option + " needs a file");
    }
    return file;
  }

  private static long number(String option, Deque<String> rest) {
    String text = rest.isEmpty() ? "" : rest.pop();
    if (!text.matches("\\d{1,12}")) {
      throw new IllegalArgumentException(option + " needs a number");
    }
    return Long.parseLong(text);
  }
}
