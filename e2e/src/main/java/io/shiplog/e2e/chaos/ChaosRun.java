package io.shiplog.e2e.chaos;

import io.shiplog.e2e.chaos.check.Checks;
import io.shiplog.e2e.chaos.fault.FaultPlan;
import io.shiplog.e2e.chaos.fault.Planned;
import io.shiplog.e2e.chaos.history.Entry;
import io.shiplog.e2e.chaos.history.HistoryFile;
import io.shiplog.e2e.chaos.workload.Load;
import io.shiplog.e2e.chaos.workload.Recorder;
import io.shiplog.e2e.chaos.workload.Workload;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One run: break things under a workload, mend them, and judge the history. */
final class ChaosRun {

  private static final Duration CALM = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONGEST_WITHOUT = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 500;

  private final Options options;
  private final Screen screen;
  private final Arrangement arrangement;
  private final Recorder recorder = new Recorder();

  private ChaosRun(Options options, Screen screen, Arrangement arrangement) {
    this.options = options;
    this.screen = screen;
    this.arrangement = arrangement;
  }

  /** Runs and judges; whether all is well. */
  static boolean run(Options options) throws Exception {
    Screen screen = new Screen(System.out);
    screen.say("seed %d, %d s of faults", options.seed(), options.seconds());
    try (Arrangement arrangement = Arrangement.start(options, screen)) {
      ChaosRun run = new ChaosRun(options, screen, arrangement);
      try {
        run.breakAndMend();
      } finally {
        HistoryFile.write(run.file(), run.recorder.history());
      }
      return run.judge();
    }
  }

  private Path file() {
    return options.folder().resolve(HistoryFile.NAME);
  }

  private void breakAndMend() throws Exception {
    screen.say("everything runs; clients begin");
    Workload workload =
        Workload.start(
            arrangement.gateways(),
            arrangement.cluster().kafka(),
            recorder,
            options.seed(),
            Load.EASY);
    try (workload) {
      breakLanes();
      TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
      arrangement.awaitAll();
      screen.say("everything is mended; clients end, watchers catch up");
      workload.finish(PATIENCE);
    }
    for (String service : arrangement.services()) {
      arrangement.cluster().process(service).close();
    }
    new Log(arrangement.cluster().kafka(), seal()).settle(recorder, PATIENCE);
  }

  private SecretSeal seal() throws IOException {
    return RandomSeal.fromFile(arrangement.cluster().pki().resolve("secrets.key"));
  }

  /** Each lane in a thread of its own. */
  private void breakLanes() throws InterruptedException, ExecutionException {
    List<FaultPlan> plans =
        FaultPlan.draw(
            options.seed(),
            TimeUnit.SECONDS.toMillis(options.seconds()),
            arrangement.services(),
            options.isolated());
    try (ExecutorService lanes = Executors.newCachedThreadPool()) {
      List<Future<?>> running = new ArrayList<>();
      for (FaultPlan plan : plans) {
        running.add(
            lanes.submit(
                () -> {
                  for (Planned planned : plan.faults()) {
                    breakOne(planned);
                  }
                  return null;
                }));
      }
      for (Future<?> lane : running) {
        lane.get();
      }
    }
  }

  private void breakOne(Planned planned) throws IOException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(planned.pauseMillis());
    Optional<String> name = await(planned.target());
    if (name.isEmpty()) {
      say("nobody is " + planned.target() + ": left alone");
      return;
    }
    String who = name.get().equals(planned.target()) ? "" : " (" + planned.target() + ")";
    String what = name.get() + who + ": " + planned.kind();
    say(what + " for " + planned.lastsMillis() + " ms");
    arrangement.faults().begin(planned.kind(), name.get());
    TimeUnit.MILLISECONDS.sleep(planned.lastsMillis());
    say(what + ": " + arrangement.faults().end(planned.kind(), name.get()));
  }

  /** Waits for somebody to be it: while a leader is gone there may be none. */
  private Optional<String> await(String target) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WITHOUT.toNanos();
    Optional<String> name = arrangement.faults().resolve(target);
    while (name.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      name = arrangement.faults().resolve(target);
    }
    return name;
  }

  private void say(String what) {
    recorder.add(new Entry.Broke(recorder.now(), what));
    screen.say("  %s", what);
  }

  private boolean judge() throws IOException {
    Verdict verdict = new Verdict(screen);
    verdict.summary(recorder.history());
    return verdict.of(recorder.history(), Checks.OF_CLIENTS, file());
  }
}
