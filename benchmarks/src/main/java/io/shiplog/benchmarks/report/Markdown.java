package io.shiplog.benchmarks.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reports as Markdown: a table for each benchmark, a row for each choice of settings, a column for
 * each setting that varies and for each metric; a cell shows the median and the spread.
 */
public final class Markdown {

  private static final String NONE = "–";

  private Markdown() {}

  /** The tables of a report, with the machine and the settings that all rows share. */
  public static String of(Report report) {
    StringBuilder text = new StringBuilder();
    Map<String, List<Result>> tables =
        report.results().stream()
            .collect(
                Collectors.groupingBy(Result::benchmark, LinkedHashMap::new, Collectors.toList()));
    tables.forEach((benchmark, rows) -> table(text, benchmark, rows));
    return text.append("Measured at ")
        .append(report.at())
        .append(" on ")
        .append(report.machine().describe())
        .append("; commit ")
        .append(report.commit())
        .append(".\n")
        .toString();
  }

  private static void table(StringBuilder text, String benchmark, List<Result> rows) {
    Map<String, Set<String>> values = settingsOf(rows);
    List<String> varying =
        values.keySet().stream().filter(name -> values.get(name).size() > 1).toList();
    text.append("**").append(benchmark).append("** (median, and smallest to largest of ");
    text.append(runsOf(rows)).append(" runs");
    values.forEach(
        (name, all) -> {
          if (all.size() == 1) {
            text.append("; ").append(name).append(' ').append(all.iterator().next());
          }
        });
    text.append(")\n\n");
    Map<String, String> metrics = new LinkedHashMap<>();
    for (Result row : rows) {
      row.metrics().forEach(it -> metrics.putIfAbsent(it.name(), it.unit()));
    }
    List<String> header = new ArrayList<>(varying);
    metrics.forEach((name, unit) -> header.add(unit.isEmpty() ? name : name + ", " + unit));
    line(text, header);
    line(text, header.stream().map(column -> "---").toList());
    for (Result row : rows) {
      line(text, cells(row, varying, metrics.keySet()));
    }
    text.append('\n');
  }

  private static Map<String, Set<String>> settingsOf(List<Result> rows) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    rows.forEach(
        row ->
            row.settings()
                .keySet()
                .forEach(name -> values.computeIfAbsent(name, it -> new LinkedHashSet<>())));
    for (Result row : rows) {
      values.forEach((name, all) -> all.add(row.settings().getOrDefault(name, NONE)));
    }
    return values;
  }

  private static String runsOf(List<Result> rows) {
    return rows.stream()
        .flatMap(row -> row.metrics().stream())
        .map(metric -> Integer.toString(metric.runs().size()))
        .distinct()
        .collect(Collectors.joining(" or "));
  }

  private static List<String> cells(Result row, List<String> varying, Set<String> metrics) {
    List<String> cells = new ArrayList<>();
    varying.forEach(name -> cells.add(row.settings().getOrDefault(name, NONE)));
    for (String name : metrics) {
      cells.add(
          row.metrics().stream()
              .filter(metric -> metric.name().equals(name))
              .findFirst()
              .map(Markdown::cell)
              .orElse(NONE));
    }
    return cells;
  }

  private static String cell(Metric metric) {
    return "%s (%s–%s)"
        .formatted(number(metric.median()), number(metric.min()), number(metric.max()));
  }

  /** Three significant digits at least, no more decimals than that takes. */
  static String number(double value) {
    double size = Math.abs(value);
    int decimals =
        size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private static void line(StringBuilder text, Collection<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
