package io.shiplog.benchmarks.load;

import io.shiplog.benchmarks.report.ReportOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code bench load} measures, and how long; a picocli mixin. */
final class LoadOptions {

  private static final String LIST = "N,…";

  @Mixin ReportOptions report;

  @Option(
      names = "--operations",
      split = ",",
      paramLabel = "NAME,…",
      description = "which of: ${COMPLETION-CANDIDATES} (default: all)")
  private Set<Operation> operations = EnumSet.allOf(Operation.class);

  @Option(
      names = "--doors",
      split = ",",
      paramLabel = "NAME,…",
      description = {
        "which of: http, commands, specs; the topics only of an own cluster or with --bootstrap",
        "(default: all)"
      })
  private Set<String> doors = Set.of("http", "commands", "specs");

  @Option(
      names = "--in-flight",
      split = ",",
      paramLabel = LIST,
      description = "closed loop: requests at a time (default: 1,16,64,256,1024)")
  private List<Integer> inFlight;

  @Option(
      names = "--rate",
      split = ",",
      paramLabel = LIST,
      description = "open loop: requests a second, 0 for none (default: 500)")
  private List<Integer> rates;

  @Option(
      names = "--size",
      split = ",",
      paramLabel = LIST,
      description = "bytes of an object as the server shows it (default: 1024,3072)")
  private List<Integer> sizes;

  @Option(
      names = "--seconds",
      description = "how long a run lasts; of creates at most 5,000 objects (default: 5)")
  private Double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "for each operation (default: 10)")
  private Double warmUp;

  @Option(names = "--objects", description = "how many a list has (default: 10000)")
  private Integer objects;

  @Option(names = "--watchers", description = "how many hear of a change (default: 1000)")
  private Integer watchers;

  @Option(
      names = "--repeat",
      description = "how many lists or changes a run of these makes (default: 20)")
  private Integer repeat;

  @Option(
      names = "--kind",
      defaultValue = "PODS",
      description = "what is written: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Kind kind;

  Kind kind() {
    return kind;
  }

  boolean wants(Operation operation, String door) {
    return operations.contains(operation)
        && doors.contains(door)
        && operation.doors().contains(door);
  }

  /**
   * Whether anything goes through topics; following outcomes costs, so nobody does it for nothing.
   */
  boolean wantsTopics() {
    return Arrays.stream(Operation.values())
        .flatMap(operation -> operation.doors().stream().filter(door -> wants(operation, door)))
        .anyMatch(door -> !door.equals("http"));
  }

  boolean wants(Operation operation) {
    return operations.contains(operation);
  }

  List<Integer> inFlight() {
    return inFlight != null ? inFlight : report.pick(List.of(1, 16, 64, 256, 1024), List.of(1, 8));
  }

  List<Integer> rates() {
    List<Integer> wanted = rates != null ? rates : report.pick(List.of(500), List.of(20));
    return wanted.stream().filter(rate -> rate > 0).toList();
  }

  List<Integer> sizes() {
    return sizes != null ? sizes : report.pick(List.of(1024, 3072), List.of(1024));
  }

  Duration lasts() {
    return seconds(seconds, 5, 0.2);
  }

  Duration warmUp() {
    return seconds(warmUp, 10, 0.2);
  }

  private Duration seconds(Double asked, double usual, double whenBrief) {
    double wanted = asked != null ? asked : report.pick(usual, whenBrief);
    return Duration.ofMillis(Math.round(wanted * 1000));
  }

  int objects() {
    return objects != null ? objects : report.pick(10_000, 60);
  }

  int watchers() {
    return watchers != null ? watchers : report.pick(1_000, 12);
  }

  int repeat() {
    return repeat != null ? repeat : report.pick(20, 2);
  }
}
