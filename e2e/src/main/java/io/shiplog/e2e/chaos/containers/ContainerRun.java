package io.shiplog.e2e.chaos.containers;

import io.shiplog.e2e.chaos.Screen;
import io.shiplog.e2e.chaos.history.Entry;
import io.shiplog.e2e.chaos.history.History;
import io.shiplog.e2e.chaos.history.HistoryFile;
import io.shiplog.e2e.chaos.workload.Recorder;
import io.shiplog.e2e.support.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One run with real containers: an installation of the launcher's whose processes are killed and
 * paused while a Deployment is scaled and rolled out. At the end there must be exactly the wanted
 * containers, and nothing once it is purged.
 */
public final class ContainerRun {

  private static final Logger LOG = Logger.getLogger(ContainerRun.class);
  private static final String EXAMPLE = "examples/nginx-deployment.yaml";
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final Duration LONGEST_WITHOUT = Duration.ofSeconds(60);
  private static final int AT_REST = 3;
  private static final long SAMPLE_MILLIS = 500;

  private final Screen screen;
  private final Recorder recorder = new Recorder();
  private final Installed installed;
  private final Runtime runtime;
  private final Random dice;

  private ContainerRun(Path home, long seed, Screen screen) {
    this.screen = screen;
    this.installed = new Installed(home);
    this.runtime = new Runtime(installed);
    this.dice = new Random(seed);
  }

  /** What this machine lacks to run containers; empty if it can. */
  public static List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (!"root".equals(System.getProperty("user.name"))) {
      missing.add("root");
    }
    for (String file : List.of("/usr/bin/containerd", "/usr/bin/ctr", "/usr/sbin/nft")) {
      if (!Files.exists(Path.of(file))) {
        missing.add(file);
      }
    }
    return missing;
  }

  /**
   * Runs it in a home of its own, which is gone afterwards.
   *
   * @param home no such folder may exist
   * @param millis how long things are broken, about
   * @return what was recorded
   */
  public static History run(Path home, long seed, long millis, Screen screen) throws Exception {
    Files.createDirectories(home.getParent());
    ContainerRun run = new ContainerRun(home, seed, screen);
    try {
      run.breakAndMend(seed, millis);
    } finally {
      HistoryFile.write(home.resolveSibling(HistoryFile.NAME), run.recorder.history());
      run.purge();
    }
    return run.recorder.history();
  }

  private void breakAndMend(long seed, long millis) throws Exception {
    screen.say("containers: ./shiplog up %s in %s", EXAMPLE, installed.home());
    installed.shiplog("up", EXAMPLE);
    Rolling rolling = new Rolling(installed, seed);
    try (ScheduledExecutorService threads = Executors.newScheduledThreadPool(2)) {
      Future<?> looks =
          threads.scheduleWithFixedDelay(this::sample, 0, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
      Future<?> rolls = threads.submit(rolling);
      try {
        for (NodeFault fault : NodeFault.draw(seed, millis)) {
          breakOne(fault);
        }
        rolling.end();
        rolls.get();
        installed.shiplog("up");
        screen.say("everything is mended");
        recorder.add(rest(rolling));
        if (looks.isDone()) {
          looks.get();
        }
      } finally {
        rolling.end();
        threads.shutdownNow();
      }
    }
  }

  /** What runs now, as containerd says; nothing while it does not answer. */
  private void sample() {
    try {
      List<String> names = runtime.running().stream().map(Runtime.Running::name).toList();
      recorder.add(new Entry.Containers("node-1", recorder.now(), names));
    } catch (IOException e) {
      LOG.debugf(e, "containerd does not say what runs");
    }
  }

  private void breakOne(NodeFault fault) throws IOException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(fault.pauseMillis());
    Optional<ProcessHandle> process = await(fault.target());
    if (process.isEmpty()) {
      say(fault.target() + ": there is none, left alone");
      return;
    }
    say(fault + " for " + fault.lastsMillis() + " ms");
    if (fault.pause()) {
      signal("-STOP", process.get());
    } else {
      process.get().destroyForcibly();
    }
    TimeUnit.MILLISECONDS.sleep(fault.lastsMillis());
    if (fault.pause()) {
      signal("-CONT", process.get());
    } else if (fault.target().ours()) {
      installed.shiplog("up");
    }
  }

  private static void signal(String signal, ProcessHandle process) throws IOException {
    try {
      Commands.run("kill", signal, Long.toString(process.pid()));
    } catch (IOException e) {
      if (process.isAlive()) {
        throw e;
      }
      LOG.debugf(e, "it ended by itself");
    }
  }

  /** Waits for one to break: right after another fault there may be none for a while. */
  private Optional<ProcessHandle> await(NodeFault.Target target)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WITHOUT.toNanos();
    Optional<ProcessHandle> found = find(target);
    while (found.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
      found = find(target);
    }
    return found;
  }

  private Optional<ProcessHandle> find(NodeFault.Target target) throws IOException {
    return switch (target) {
      case AGENT -> installed.daemon("node-agent");
      case CONTROL_PLANE -> installed.daemon("control-plane");
      case CONTAINERD -> installed.containerd();
      case CONTAINER -> container();
      case SHIM -> container().flatMap(ProcessHandle::parent).filter(ContainerRun::isShim);
    };
  }

  /** A container whose shim has died is the child of whoever takes orphans in. */
  private static boolean isShim(ProcessHandle process) {
    return process.info().command().orElse("").contains("containerd-shim");
  }

  private Optional<ProcessHandle> container() {
    try {
      List<Runtime.Running> running = runtime.running();
      return running.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(running.get(dice.nextInt(running.size())).pid());
    } catch (IOException e) {
      LOG.debugf(e, "containerd does not say what runs");
      return Optional.empty();
    }
  }

  private void say(String what) {
    recorder.add(new Entry.Broke(recorder.now(), what));
    screen.say("  %s", what);
  }

  /** Asks for some replicas and waits until exactly the containers of exactly those pods run. */
  private Entry.Rested rest(Rolling rolling) throws IOException, InterruptedException {
    rolling.ask(AT_REST, true);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Entry.Rested seen;
    do {
      TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
      seen = restNow(rolling);
    } while (!seen.desired().equals(seen.found()) && System.nanoTime() < deadline);
    return seen;
  }

  private Entry.Rested restNow(Rolling rolling) {
    String what = "containers that run, by the pods";
    try {
      List<String> pods = rolling.pods();
      List<String> running = runtime.running().stream().map(Runtime.Running::name).toList();
      String count = pods.size() == AT_REST ? "" : AT_REST + " pods, but there are ";
      return new Entry.Rested(what, count + pods, new TreeSet<>(running).toString());
    } catch (IOException e) {
      // A container may go between being listed and being asked about.
      return new Entry.Rested(what, AT_REST + " pods", e.getMessage());
    }
  }

  private void purge() throws IOException, InterruptedException {
    if (!Files.exists(installed.home())) {
      return;
    }
    Optional<String> tag = installed.tag();
    installed.shiplog("down", "--purge");
    screen.say("purged");
    if (tag.isPresent()) {
      List<String> left = HostThings.of(installed.home(), tag.get(), runtime.networkNamespaces());
      recorder.add(new Entry.Host("after", left));
    }
  }
}
