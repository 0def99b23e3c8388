package io.shiplog.benchmarks.footprint;

import io.shiplog.benchmarks.cluster.Installation;
import io.shiplog.benchmarks.report.Result;
import io.shiplog.benchmarks.report.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ./shiplog up} on a home of its own until the node is Ready, control plane and node agent
 * together; what both hold when idle. Needs root.
 */
final class UpRuns {

  private static final Pattern READY = Pattern.compile("(?m)^\\[ *([0-9.]+)s] node .* is Ready$");

  private final Path home;
  private final Duration settle;
  private final Duration idle;

  private UpRuns(Path home, Duration settle, Duration idle) {
    this.home = home;
    this.settle = settle;
    this.idle = idle;
  }

  /** All runs; nothing is left of them. */
  static Result measure(int runs, Duration settle, Duration idle) {
    try {
      Path folder = Files.createTempDirectory("slb-");
      UpRuns up = new UpRuns(folder.resolve("home"), settle, idle);
      try {
        Runs all = new Runs("up", Map.of());
        for (int i = 0; i < runs; i++) {
          System.err.println("measuring ./shiplog up");
          up.once(all);
        }
        return all.result();
      } finally {
        up.shiplog("down", "--purge");
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("./shiplog cannot be run", e);
    }
  }

  private void once(Runs all) throws IOException {
    all.add("node Ready, new home", "s", secondsOf(shiplog("up")));
    shiplog("down");
    all.add("node Ready, kept home", "s", secondsOf(shiplog("up")));
    ProcFigures.addIdle(all, "control plane: ", pid("control-plane"), settle, idle);
    ProcFigures.addIdle(all, "agent: ", pid("node-agent"), Duration.ZERO, idle);
    shiplog("down", "--purge");
  }

  private static double secondsOf(String output) {
    Matcher ready = READY.matcher(output);
    if (!ready.find()) {
      throw new IllegalStateException("./shiplog up did not say that a node is Ready: " + output);
    }
    return Double.parseDouble(ready.group(1));
  }

  private long pid(String daemon) throws IOException {
    String text = Files.readString(home.resolve("run").resolve(daemon + ".pid"));
    return Long.parseLong(text.strip().split(" ")[0]);
  }

  private String shiplog(String command, String... arguments) throws IOException {
    var whole = new java.util.ArrayList<String>();
    whole.add(Installation.project().resolve("shiplog").toString());
    whole.add(command);
    whole.addAll(java.util.List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
    builder.environment().put("SHIPLOG_HOME", home.toString());
    builder.environment().put("SHIPLOG_NO_BUILD", "1");
    builder.environment().put("SHIPLOG_OFFLINE", "true");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("./shiplog " + command + " failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return output;
  }
}
