package io.shiplog.benchmarks.load;

import io.shiplog.benchmarks.cluster.KubeClient;
import io.shiplog.benchmarks.cluster.Target;
import io.shiplog.benchmarks.report.Result;
import io.shiplog.benchmarks.report.Runs;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The measurements of one cluster, one after another; what fails is noted and left out. */
final class LoadSession implements AutoCloseable {

  private static final int STREAMS_PER_CONNECTION = 64;
  private static final int PAGE = 500;
  private static final int MOST_CREATES = 5_000;
  private static final int FEWEST_SLOTS = 32;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Target target;
  private final LoadOptions options;
  private final List<Result> results;
  private final List<String> problems;
  private final KubeClient client;
  private final Workspace workspace;
  private final Optional<TopicDoor> topics;
  private int prefixes;

  LoadSession(Target target, LoadOptions options, List<Result> results, List<String> problems) {
    this.target = target;
    this.options = options;
    this.results = results;
    this.problems = problems;
    this.client = new KubeClient(target.kubeconfig(), slots(), STREAMS_PER_CONNECTION);
    this.workspace = new Workspace(client, options.kind(), newNamespace());
    this.topics =
        target
            .kafka()
            .filter(kafka -> options.wantsTopics())
            .map(kafka -> new TopicDoor(kafka, workspace.context()));
  }

  private static String newNamespace() {
    return "bench-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** As many objects as ever are in flight, so that each request has one of its own. */
  private int slots() {
    return Math.max(FEWEST_SLOTS, Collections.max(options.inFlight()));
  }

  /** Everything that the options ask for. */
  void measure() {
    measureSmall();
    for (int size : options.sizes()) {
      if (options.wants(Operation.watch)) {
        noting("watch " + size, () -> measureFanOut(size));
      }
      if (options.wants(Operation.list)) {
        noting("list " + size, () -> measureLists(size));
      }
    }
  }

  /** What fails is noted; what comes after it may still succeed. */
  private void noting(String what, Runnable measurement) {
    try {
      measurement.run();
    } catch (IllegalStateException e) {
      problems.add(what + " " + target.settings() + ": " + e.getMessage());
    }
  }

  /** Requests about one object each, in closed and open loop. */
  private void measureSmall() {
    for (Operation operation : Operation.values()) {
      for (String door : operation.doors()) {
        boolean reachable = door.equals("http") || topics.isPresent();
        if (operation.isSmall() && reachable && options.wants(operation, door)) {
          options
              .sizes()
              .forEach(size -> noting(operation.name(), () -> measureSmall(operation, door, size)));
        }
      }
    }
  }

  private void measureSmall(Operation operation, String door, int size) {
    Map<String, String> settings = settings(size);
    settings.put("load before", options.warmUp().toSeconds() + " s");
    settings.put("each run", options.lasts().toSeconds() + " s");
    settings.put("door", door);
    // As many as ever, for what is compiled last is what only large batches meet.
    loop(operation, door, size, slots(), options.warmUp());
    for (int inFlight : options.inFlight()) {
      settings.put("loop", inFlight + " in flight");
      measure(
          operation.name(),
          settings,
          runs -> loop(operation, door, size, inFlight, options.lasts()).addTo(runs));
    }
    for (int rate : options.rates()) {
      settings.put("loop", "open, " + rate + "/s");
      measure(
          operation.name(), settings, runs -> openLoop(operation, door, size, rate).addTo(runs));
    }
  }

  /** One run of one operation, and what it took of the processors. */
  private record Run(Sample sample, ProcessorTime spent) {
    void addTo(Runs runs) {
      sample.addTo(runs);
      spent.addTo(runs, sample.latencies().getTotalCount());
    }
  }

  private Run loop(Operation operation, String door, int size, int inFlight, Duration lasts) {
    long most = operation == Operation.create ? MOST_CREATES : Long.MAX_VALUE;
    return run(
        operation,
        door,
        size,
        work -> ClosedLoop.run(workspace.context(), work, inFlight, lasts, most));
  }

  private Run openLoop(Operation operation, String door, int size, int rate) {
    return run(
        operation,
        door,
        size,
        work -> OpenLoop.run(workspace.context(), work, slots(), rate, options.lasts()));
  }

  /** Runs it once; what was created is deleted, so that every run finds the same. */
  private Run run(Operation operation, String door, int size, Driver driver) {
    String prefix = "c" + prefixes++;
    ProcessorTime before = ProcessorTime.now(target.processes());
    Sample sample =
        KubeClient.await(
            operation + " through " + door,
            PATIENCE,
            driver.drive(work(operation, door, size, prefix)));
    ProcessorTime spent = ProcessorTime.now(target.processes()).since(before);
    if (operation == Operation.create) {
      workspace.empty(prefix, (int) sample.latencies().getTotalCount());
    }
    return new Run(sample, spent);
  }

  private interface Driver {
    Future<Sample> drive(Work work);
  }

  private Work work(Operation operation, String door, int size, String prefix) {
    return switch (operation) {
      case create -> workspace.creates(prefix, size);
      case update ->
          door.equals("http")
              ? workspace.updates(size, slots())
              : topics.orElseThrow().updates(workspace, size, slots());
      case apply -> topics.orElseThrow().applies(workspace, size, slots());
      case patch -> workspace.patches(size, slots());
      case get -> workspace.gets(size, slots());
      case list, watch -> throw new IllegalArgumentException(operation + " has a way of its own");
    };
  }

  /** One change to many watchers. */
  private void measureFanOut(int size) {
    int watchers = options.watchers();
    Map<String, String> settings = settings(size);
    settings.put("watchers", Integer.toString(watchers));
    Work change = workspace.patches(size, 1);
    try (KubeClient watching =
            new KubeClient(target.kubeconfig(), watchers, STREAMS_PER_CONNECTION);
        FanOut fanOut = new FanOut(watching, workspace, change, watchers)) {
      fanOut.run(new Runs("warm-up", Map.of()), options.repeat());
      measure("watch", settings, runs -> fanOut.run(runs, options.repeat()));
    }
  }

  /** All objects, in one body and in pages. */
  private void measureLists(int size) {
    try (Workspace own = new Workspace(client, options.kind(), newNamespace())) {
      own.fill("l", size, options.objects());
      Lists lists = new Lists(client, own);
      Map<String, String> settings = settings(size);
      settings.put("objects", Integer.toString(options.objects()));
      settings.put("read", "whole");
      lists.whole(new Runs("warm-up", Map.of()), options.repeat());
      measure("list", settings, runs -> lists.whole(runs, options.repeat()));
      settings.put("read", "pages of " + PAGE);
      measure("list", settings, runs -> lists.paged(runs, options.repeat(), PAGE));
      own.empty("l", options.objects());
    }
  }

  private void measure(String benchmark, Map<String, String> settings, Consumer<Runs> once) {
    Runs runs = new Runs(benchmark, new LinkedHashMap<>(settings));
    System.err.println("measuring " + benchmark + " " + settings);
    noting(
        benchmark + " " + settings,
        () -> {
          for (int i = 0; i < options.report.runs(); i++) {
            once.accept(runs);
          }
          results.add(runs.result());
        });
  }

  private Map<String, String> settings(int size) {
    Map<String, String> settings = new LinkedHashMap<>(target.settings());
    settings.put("objects are", options.kind().describe());
    settings.put("size", workspace.trueSize(size));
    return settings;
  }

  @Override
  public void close() {
    topics.ifPresent(TopicDoor::close);
    workspace.close();
    client.close();
  }
}
