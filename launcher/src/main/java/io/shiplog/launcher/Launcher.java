package io.shiplog.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code shiplog} command. The shell script of that name finds a JDK, builds, and calls it. */
@Command(
    name = "shiplog",
    description = "A container orchestrator with the Kubernetes API, its state a log in Kafka.",
    mixinStandardHelpOptions = true,
    version = "shiplog 0.1.0",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      RepairCommand.class,
      CredentialCommand.class,
      AotCommand.class
    },
    footer = {
      "",
      "Also:",
      "  shiplog build [--no-aot]  builds everything, and the JDK's cache for faster starts",
      "  shiplog test [MODULE…]    runs all tests, or those of some modules",
      "  shiplog sim [--help]      runs the whole cluster in one thread, from a seed",
      "  shiplog bench [--help]    measures speed and footprint",
      "",
      "State lives in .shiplog beside this command, or in $SHIPLOG_HOME."
    })
public final class Launcher {

  private Launcher() {}

  /** Runs one command; exits 0 when it did what it says, 1 when not, 2 on wrong usage. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new Launcher());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (!(failure instanceof LaunchException)) {
            throw failure;
          }
          System.err.println("shiplog: " + failure.getMessage());
          return 1;
        });
    System.exit(args.length == 0 ? line.execute("--help") : line.execute(args));
  }
}
