package io.shiplog.e2e.chaos;

import io.shiplog.e2e.chaos.check.Check;
import io.shiplog.e2e.chaos.check.Checks;
import io.shiplog.e2e.chaos.containers.ContainerRun;
import io.shiplog.e2e.chaos.containers.HostThings;
import io.shiplog.e2e.chaos.history.Entry;
import io.shiplog.e2e.chaos.history.History;
import io.shiplog.e2e.chaos.history.HistoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command {@code ./shiplog test --chaos}. Ends with 1 where a check found something. */
public final class Chaos {

  private Chaos() {}

  public static void main(String[] args) throws Exception {
    List<String> arguments = List.of(args);
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.print(Options.USAGE);
      return;
    }
    Options options;
    try {
      options = Options.parse(arguments, folder(System.getenv()));
    } catch (IllegalArgumentException e) {
      System.err.println("shiplog test --chaos: " + e.getMessage());
      System.err.print(Options.USAGE);
      System.exit(2);
      return;
    }
    System.exit(run(options, arguments) ? 0 : 1);
  }

  private static boolean run(Options options, List<String> arguments) throws Exception {
    if (options.judge().isPresent()) {
      return judge(options.judge().get());
    }
    boolean well = true;
    if (options.parts().contains(Options.PROCESSES)) {
      well = processes(options, arguments);
      well &= options.isolated() || leavesNothing(options.folder());
    }
    if (options.parts().contains(Options.CONTROL_PLANE)
        && !options.isolated()
        && options.failover() == 0) {
      well &= ControlPlaneRun.run(options);
      well &= leavesNothing(ControlPlaneRun.folder(options));
    }
    boolean containers = options.parts().contains(Options.CONTAINERS);
    if (containers && !options.isolated() && options.failover() == 0) {
      well &= containers(options);
    }
    return well;
  }

  private static boolean processes(Options options, List<String> arguments) throws Exception {
    if (!options.isolated() && Isolation.possible()) {
      List<String> same = new ArrayList<>(arguments);
      // Where none was asked for, one has been drawn.
      same.addAll(List.of("--seed", Long.toString(options.seed())));
      return Isolation.again(same) == 0;
    }
    return options.failover() > 0 ? Failover.run(options) : ChaosRun.run(options);
  }

  private static boolean containers(Options options) throws Exception {
    Screen screen = new Screen(System.out);
    List<String> missing = ContainerRun.missing();
    if (!missing.isEmpty()) {
      screen.say("SKIPPED: real containers: this machine lacks %s", String.join(", ", missing));
      return true;
    }
    Path folder = options.folder().resolveSibling("containers-" + options.seed());
    screen.say("seed %d, %d s of faults", options.seed(), options.seconds());
    History history =
        ContainerRun.run(
            folder.resolve("home"),
            options.seed(),
            TimeUnit.SECONDS.toMillis(options.seconds()),
            screen);
    List<Check> checks = new ArrayList<>(Checks.OF_NODES);
    checks.addAll(Checks.OF_HOSTS);
    screen.say("%d looks at what runs", history.all(Entry.Containers.class).size());
    return new Verdict(screen).of(history, checks, folder.resolve(HistoryFile.NAME));
  }

  private static boolean leavesNothing(Path folder) throws IOException {
    Entry left = new Entry.Host("after", HostThings.under(folder));
    Files.createDirectories(folder);
    return new Verdict(new Screen(System.out))
        .of(new History(List.of(left)), Checks.OF_HOSTS, folder.resolve("host.jsonl"));
  }

  /** Judges a history that an earlier run, or a failure, left behind. */
  private static boolean judge(Path file) throws IOException {
    History history = HistoryFile.read(file);
    boolean node = !history.all(Entry.Containers.class).isEmpty();
    Verdict verdict = new Verdict(new Screen(System.out));
    verdict.summary(history);
    return verdict.judge(history, node ? Checks.OF_NODES : Checks.OF_CLIENTS, file);
  }

  private static Path folder(Map<String, String> env) {
    return Path.of(env.getOrDefault("SHIPLOG_HOME", ".shiplog")).toAbsolutePath().resolve("chaos");
  }
}
