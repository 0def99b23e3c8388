package io.shiplog.e2e.chaos;

import io.shiplog.e2e.chaos.check.Check;
import io.shiplog.e2e.chaos.check.Checks;
import io.shiplog.e2e.chaos.fault.Kill;
import io.shiplog.e2e.chaos.history.Entry;
import io.shiplog.e2e.chaos.history.HistoryFile;
import io.shiplog.e2e.chaos.workload.Load;
import io.shiplog.e2e.chaos.workload.Recorder;
import io.shiplog.e2e.chaos.workload.Workload;
import io.shiplog.e2e.support.AllInOne;
import io.shiplog.e2e.support.Api;
import io.shiplog.e2e.support.Await;
import io.shiplog.topics.RandomSeal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One run with the control plane in one process, as {@code ./shiplog up} has it: it is killed again
 * and again while clients write as fast as it lets them, so that there is a transaction to break
 * each time. It acknowledges upon its ledger's own commit, and must come back each time with all
 * that it acknowledged.
 */
final class ControlPlaneRun {

  private static final Logger LOG = Logger.getLogger(ControlPlaneRun.class);
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Screen screen;
  private final AllInOne control;
  private final Recorder recorder = new Recorder();
  private final List<Long> comebacks = new ArrayList<>();
  private int killed;
  private long started = System.nanoTime();

  private ControlPlaneRun(Screen screen, AllInOne control) {
    this.screen = screen;
    this.control = control;
  }

  /** Where its home, its log and its history go. */
  static Path folder(Options options) {
    return options.folder().resolveSibling(AllInOne.NAME + "-" + options.seed());
  }

  /** Runs and judges; whether all is well. */
  static boolean run(Options options) throws Exception {
    Screen screen = new Screen(System.out);
    Path folder = folder(options);
    Arrangement.empty(folder);
    screen.say("seed %d, %d s of kills", options.seed(), options.seconds());
    screen.say("starting the whole control plane as one process in %s", folder);
    try (AllInOne control = AllInOne.start(folder)) {
      ControlPlaneRun run = new ControlPlaneRun(screen, control);
      Path file = folder.resolve(HistoryFile.NAME);
      boolean back;
      try {
        back = run.awaitReady() && run.breakAndMend(options);
      } finally {
        HistoryFile.write(file, run.recorder.history());
      }
      return run.judge(back, file);
    }
  }

  /** Whether it came back each time. */
  private boolean breakAndMend(Options options) throws Exception {
    Map<String, Api> gateways =
        Map.of(AllInOne.NAME, control.api().waiting(Arrangement.CLIENT_PATIENCE));
    try (Workload workload =
        Workload.start(gateways, control.kafka(), recorder, options.seed(), Load.FULL)) {
      for (Kill kill : Kill.draw(options.seed(), TimeUnit.SECONDS.toMillis(options.seconds()))) {
        if (!kill.starting() && !awaitReady()) {
          return false;
        }
        breakOnce(kill);
      }
      if (!awaitReady()) {
        return false;
      }
      workload.finish(PATIENCE);
    }
    control.restartWithoutServices();
    if (awaitReady()) {
      new Log(control.kafka(), RandomSeal.fromFile(control.pki().resolve("secrets.key")))
          .settle(recorder, PATIENCE);
      return true;
    }
    return false;
  }

  private void breakOnce(Kill kill) throws Exception {
    TimeUnit.MILLISECONDS.sleep(kill.afterMillis());
    control.kill();
    killed++;
    String what =
        "kill %d, %d ms after its %s"
            .formatted(killed, kill.afterMillis(), kill.starting() ? "start" : "being ready");
    recorder.add(new Entry.Broke(recorder.now(), what));
    screen.say("  %s", what);
    control.restart();
    started = System.nanoTime();
  }

  /** Waits for it and writes down whether it came; it is to be ready whatever it was killed in. */
  private boolean awaitReady() {
    String found = "ready";
    try {
      Await.until("it is ready", PATIENCE, control::ready, ready -> ready);
      comebacks.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    } catch (AssertionError e) {
      LOG.debugf(e, "that is for the checks to say");
      found = e.getMessage();
    }
    recorder.add(new Entry.Rested("control plane after kill " + killed, "ready", found));
    return found.equals("ready");
  }

  private boolean judge(boolean back, Path file) throws Exception {
    screen.say("killed %d times; milliseconds until it was ready: %s", killed, comebacks);
    Verdict verdict = new Verdict(screen);
    verdict.summary(recorder.history());
    // Of a control plane that does not come back nobody can ask what its log has.
    List<Check> checks = back ? Checks.OF_CLIENTS : Checks.AT_REST;
    return verdict.of(recorder.history(), checks, file);
  }
}
