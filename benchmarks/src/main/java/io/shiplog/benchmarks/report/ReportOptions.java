package io.shiplog.benchmarks.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import io.shiplog.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How often a subcommand measures and where its report goes; a picocli mixin. */
public final class ReportOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private Integer runs;

  @Option(
      names = "--short",
      description = "tiny counts: shows that the drivers work; the figures mean nothing")
  private boolean brief;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/bench",
      description = "where the report goes, as JSON and Markdown (default: ${DEFAULT-VALUE})")
  private Path out;

  /** Refused before anything is measured: filling a cluster first would take a minute. */
  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "how often to measure each thing, two at least (default: 3; with --short 2)")
  void setRuns(int wanted) {
    if (wanted < 2) {
      throw new ParameterException(
          command.commandLine(), "--runs must be 2 or more: one run shows no spread");
    }
    runs = wanted;
  }

  /** How often to measure each thing, at least 2. */
  public int runs() {
    return runs == null ? (brief ? 2 : 3) : runs;
  }

  /** Whether this only shows that the drivers work. */
  public boolean brief() {
    return brief;
  }

  /** One value in earnest, another in the short form. */
  public <T> T pick(T usual, T whenBrief) {
    return brief ? whenBrief : usual;
  }

  /**
   * Writes {@code <name>.json} and {@code <name>.md}, and prints the tables.
   *
   * @param name of the subcommand
   * @throws UncheckedIOException if the files cannot be written
   */
  public void publish(String name, List<Result> results) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Report report = new Report(name, now, Program.version(), Machine.here(), results);
    String tables = Markdown.of(report);
    try {
      Files.createDirectories(out);
      Files.write(
          out.resolve(name + ".json"),
          Json.MAPPER
              .writer()
              .with(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsBytes(report.toJson()));
      Files.writeString(out.resolve(name + ".md"), tables);
    } catch (IOException e) {
      throw new UncheckedIOException("the report cannot be written to " + out, e);
    }
    System.out.println(tables);
    System.out.println("written to " + out.resolve(name + ".json") + " and .md");
  }
}
