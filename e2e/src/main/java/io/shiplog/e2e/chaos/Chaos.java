package io.shiplog.e2e.chaos;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The command {@code ./shiplog test --chaos}. Ends with 1 where a check found something. */
public final class Chaos {

  private Chaos() {}

  public static void main(String[] args) throws Exception {
    List<String> arguments = List.of(args);
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.print(Options.USAGE);
      return;
    }
    Options options;
    try {
      options = Options.parse(arguments, folder(System.getenv()));
    } catch (IllegalArgumentException e) {
      System.err.println("shiplog test --chaos: " + e.getMessage());
      System.err.print(Options.USAGE);
      System.exit(2);
      return;
    }
    if (!options.isolated() && Isolation.possible()) {
      System.exit(Isolation.again(arguments));
    }
    boolean well = options.failover() > 0 ? Failover.run(options) : ChaosRun.run(options);
    System.exit(well ? 0 : 1);
  }

  private static Path folder(Map<String, String> env) {
    return Path.of(env.getOrDefault("SHIPLOG_HOME", ".shiplog")).toAbsolutePath().resolve("chaos");
  }
}
