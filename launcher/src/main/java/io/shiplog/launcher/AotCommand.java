package io.shiplog.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * The end of {@code shiplog build}: starts a control plane in a folder of its own, has it do what
 * control planes do ({@link Exercise}) and ends it, upon which its JVM writes the AOT cache of
 * {@link Daemons#AOT_CACHE}. The cache fits this JDK and these jars; a JVM ignores one that does
 * not fit.
 */
@Command(
    name = "aot",
    hidden = true,
    description = "Makes the JDK's AOT cache, with which the processes start faster.")
final class AotCommand implements Callable<Integer> {

  private static final Duration STARTING = Duration.ofSeconds(120);
  private static final Duration WRITING = Duration.ofSeconds(180);

  private final Screen screen = new Screen(System.out);

  @Override
  public Integer call() {
    try {
      Path folder = Files.createTempDirectory("shiplog-aot-");
      try {
        train(new Home(folder));
      } catch (RuntimeException e) {
        // What it learned until then would fit, and hide that it is not all.
        Files.deleteIfExists(Daemons.AOT_CACHE);
        throw e;
      } finally {
        Trees.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the training run", e);
    }
    if (!Files.exists(Daemons.AOT_CACHE)) {
      throw new LaunchException("the JVM wrote no AOT cache to " + Daemons.AOT_CACHE);
    }
    screen.say("made " + Daemons.AOT_CACHE);
    return 0;
  }

  private void train(Home home) throws IOException {
    Files.deleteIfExists(Daemons.AOT_CACHE);
    screen.say("starting a control plane to learn from");
    Daemons daemons = new Daemons(home);
    daemons.startControlPlane(List.of("-XX:AOTCacheOutput=" + Daemons.AOT_CACHE));
    Daemon daemon = daemons.controlPlane();
    try {
      Waiting.until(
          STARTING,
          () -> Files.exists(home.kubeconfig()) && isReady(home),
          () -> "the control plane does not start; the end of its log:\n" + daemon.lastLines(30));
      screen.say("having it do what control planes do");
      new Exercise(ApiClient.of(home.kubeconfig())).run();
    } finally {
      screen.say("ending it; its JVM writes what it learned");
      daemon.stop(WRITING);
    }
  }

  private static boolean isReady(Home home) {
    return ApiClient.of(home.kubeconfig()).get("/readyz").filter(ApiClient.Answer::ok).isPresent();
  }
}
