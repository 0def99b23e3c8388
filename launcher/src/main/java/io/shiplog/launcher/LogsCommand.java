package io.shiplog.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shiplog logs}: what our own processes print. Pods' logs are kubectl's business. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Prints the log of a process: control-plane, node-agent or containerd.")
final class LogsCommand implements Callable<Integer> {

  private static final List<String> NAMES = List.of("control-plane", "node-agent", "containerd");

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "which (default: all, the last lines of each)")
  private String service;

  @Option(
      names = {"-n", "--lines"},
      defaultValue = "50",
      description = "how many of the last lines (default: ${DEFAULT-VALUE})")
  private int lines;

  @Override
  public Integer call() throws IOException {
    Home home = Home.fromEnvironment();
    if (service != null && !NAMES.contains(service)) {
      throw new LaunchException(
          "there is no service '" + service + "'; there are " + String.join(", ", NAMES));
    }
    for (String name : service == null ? NAMES : List.of(service)) {
      var log = home.logs().resolve(name + ".log");
      if (service == null) {
        System.out.println("==> " + log);
      }
      if (Files.exists(log)) {
        List<String> all = Files.readAllLines(log);
        all.subList(Math.max(0, all.size() - lines), all.size()).forEach(System.out::println);
      } else {
        System.out.println("(no log yet)");
      }
    }
    return 0;
  }
}
