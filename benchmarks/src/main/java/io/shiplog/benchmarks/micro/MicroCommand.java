package io.shiplog.benchmarks.micro;

import io.shiplog.benchmarks.report.Metric;
import io.shiplog.benchmarks.report.ReportOptions;
import io.shiplog.benchmarks.report.Result;
import io.shiplog.benchmarks.report.Steps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./shiplog bench micro}: the JMH benchmarks of this package. */
@Command(
    name = "micro",
    mixinStandardHelpOptions = true,
    description = {
      "Measures single decisions with JMH, without a cluster: the ledger, patches, server-side apply,",
      "selectors, tables, the scheduler, nftables. A run is one iteration in a JVM of its own."
    })
public final class MicroCommand implements Callable<Integer> {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Mixin private ReportOptions report;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "only the benchmarks whose class and method match, such as LedgerBenchmark")
  private String only;

  @Override
  public Integer call() throws RunnerException {
    OutputFormat silence = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
    Collection<BenchmarkListEntry> found =
        BenchmarkList.defaultList()
            .find(silence, List.of("^io\\.shiplog\\.benchmarks\\.micro\\..*" + only), List.of());
    Steps steps = new Steps(found.size());
    List<Result> results = new ArrayList<>();
    for (BenchmarkListEntry one : found) {
      steps.begin(subject(one.getUsername()));
      for (RunResult result : new Runner(options(one), silence).run()) {
        results.add(row(result));
      }
    }
    report.publish("micro", results);
    return 0;
  }

  /** Five seconds for each run, of which one counts. */
  private Options options(BenchmarkListEntry one) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(one.getUsername()) + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx1g")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .warmupIterations(report.pick(5, 1))
            .warmupTime(TimeValue.milliseconds(report.pick(500, 10)))
            .measurementIterations(report.pick(1, report.runs()))
            .measurementTime(TimeValue.milliseconds(report.pick(1000, 10)))
            // In the short form starting JVMs would take longer than all else together.
            .forks(report.pick(report.runs(), 0));
    if (report.brief()) {
      options.param("nodes", "100");
    }
    return options.build();
  }

  /** Class and method, without what all have in common. */
  private static String subject(String benchmark) {
    String[] name = benchmark.split("\\.");
    return name[name.length - 2].replace("Benchmark", "") + "." + name[name.length - 1];
  }

  private static Result row(RunResult result) {
    BenchmarkParams params = result.getParams();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("operation", subject(params.getBenchmark()));
    params.getParamsKeys().forEach(key -> settings.put(key, params.getParam(key)));
    List<Double> times = new ArrayList<>();
    List<Double> kilobytes = new ArrayList<>();
    result
        .getBenchmarkResults()
        .forEach(
            fork ->
                fork.getIterationResults()
                    .forEach(
                        run -> {
                          times.add(run.getPrimaryResult().getScore());
                          kilobytes.add(run.getSecondaryResults().get(ALLOCATED).getScore() / 1024);
                        }));
    return new Result(
        "micro",
        settings,
        List.of(new Metric("time", "µs", times), new Metric("allocated", "KB", kilobytes)));
  }
}
