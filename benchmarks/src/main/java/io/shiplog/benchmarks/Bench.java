package io.shiplog.benchmarks;

import io.shiplog.benchmarks.footprint.FootprintCommand;
import io.shiplog.benchmarks.hollow.HollowCommand;
import io.shiplog.benchmarks.load.LoadCommand;
import io.shiplog.benchmarks.micro.MicroCommand;
import io.shiplog.benchmarks.pods.PodsCommand;
import io.shiplog.benchmarks.restart.RestartCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./shiplog bench}. Each subcommand writes its report by {@code ReportOptions}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures Shiplog, or another Kubernetes where only the API is needed, and writes what it",
      "finds as JSON and Markdown: each thing several times, with machine and settings."
    },
    subcommands = {
      LoadCommand.class,
      FootprintCommand.class,
      HollowCommand.class,
      RestartCommand.class,
      PodsCommand.class,
      MicroCommand.class
    })
public final class Bench implements java.util.concurrent.Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--short",
      description = "runs every subcommand with tiny counts, to show that they work")
  private boolean brief;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/bench",
      description = "where the reports of --short go (default: ${DEFAULT-VALUE})")
  private String out;

  private Bench() {}

  /** Runs one subcommand; exits 0 when it measured, 1 when it could not, 2 on wrong usage. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new Bench());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (!(failure instanceof IllegalStateException)) {
            throw failure;
          }
          System.err.println("bench: " + failure.getMessage());
          return 1;
        });
    System.exit(line.execute(args));
  }

  /** Without a subcommand: the short form of each that has one, or the help. */
  @Override
  public Integer call() {
    if (!brief) {
      spec.commandLine().usage(System.out);
      return 2;
    }
    int worst = 0;
    for (CommandLine subcommand : spec.subcommands().values()) {
      if (subcommand.getCommandSpec().findOption("--short") != null) {
        System.out.println("== " + subcommand.getCommandName());
        worst = Math.max(worst, subcommand.execute("--short", "--out", out));
      }
    }
    return worst;
  }
}
