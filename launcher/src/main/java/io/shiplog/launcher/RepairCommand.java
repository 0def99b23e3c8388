package io.shiplog.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code shiplog repair}: mends a log that lacks what was written. */
@Command(
    name = "repair",
    mixinStandardHelpOptions = true,
    description = {
      "Puts back into the log of objects what a disk or a broker lost of it and history still has.",
      "The control plane runs meanwhile; ./shiplog status shows what it found wrong.",
      "Exits 0 when the log is whole, 1 when something is in no log: nothing is changed then,",
      "unless the loss is accepted.",
      "Where the control plane does not run, its broker is told to check every byte of its logs when",
      "it starts next, and to cut a log off where it is damaged."
    })
final class RepairCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String DAMAGED = "the log is damaged";
  private static final byte[] NOTHING = "".getBytes(StandardCharsets.UTF_8);

  @Option(
      names = "--accept-loss",
      description = "go on without what neither the log nor history has")
  private boolean acceptLoss;

  @Override
  public Integer call() {
    Home home = Home.fromEnvironment();
    if (!Files.exists(home.kubeconfig())) {
      throw new LaunchException("there is no cluster in " + home.directory());
    }
    ApiClient api = ApiClient.of(home.kubeconfig());
    if (api.get("/livez").isEmpty()) {
      return checkLogs(home);
    }
    List<String> before = Alarms.brokenShards(api);
    if (before.isEmpty()) {
      System.out.println("the log is whole: there is nothing to repair");
      return 0;
    }
    before.forEach(alarm -> System.out.println("found     " + alarm));
    if (before.stream().anyMatch(alarm -> alarm.contains(DAMAGED))) {
      System.out.println(
          "first the broker has to cut off what is damaged: ./shiplog down, ./shiplog repair,"
              + " ./shiplog up; then ./shiplog repair puts back what history has");
      return 1;
    }
    ApiClient.Answer answer =
        api.call("POST", "/repair" + (acceptLoss ? "?acceptLoss=true" : ""), "text/plain", NOTHING);
    if (!answer.ok()) {
      throw new LaunchException("the repair was refused: " + answer.problem());
    }
    System.out.println("reading the log and history …");
    Waiting.until(
        PATIENCE,
        () -> !Alarms.brokenShards(api).equals(before),
        () -> "nothing came of the repair within 120 s; look at: ./shiplog logs control-plane");
    List<String> left = Alarms.brokenShards(api);
    left.forEach(alarm -> System.out.println("left      " + alarm));
    if (left.isEmpty()) {
      System.out.println("repaired: the log is whole");
    }
    return left.isEmpty() ? 0 : 1;
  }

  /**
   * Kafka checks what lies behind a recovery point when it was not stopped in order; without either
   * of its notes it checks everything.
   */
  private static int checkLogs(Home home) {
    if (new Daemons(home).controlPlane().process().isPresent()) {
      throw new LaunchException(
          "the control plane runs and does not answer yet; look at: ./shiplog logs control-plane");
    }
    Path broker = home.directory().resolve("kafka");
    try {
      Files.deleteIfExists(broker.resolve(".kafka_cleanshutdown"));
      Files.deleteIfExists(broker.resolve("recovery-point-offset-checkpoint"));
    } catch (IOException e) {
      throw new LaunchException("the broker's notes in " + broker + " cannot be removed", e);
    }
    System.out.println(
        "the broker checks all of its logs at the next ./shiplog up, and cuts off what is damaged");
    return 0;
  }
}
