package io.shiplog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lone broker that is killed while it commits: what it acknowledged is shown after its return.
 */
class KilledBrokerTest {

  /**
   * The process dies now and then between a commit's acceptance and its markers, which is where it
   * hurts; one time in a few is enough to notice.
   */
  private static final int KILLS = Integer.getInteger("shiplog.broker.kills", 6);

  @TempDir Path folder;

  private long acknowledged;

  @Test
  void everyAcknowledgedTransactionIsShownAfterAKill() throws IOException {
    Random random = new Random(1);
    int port = freePort();
    int controllerPort = freePort();
    for (int kill = 0; kill <= KILLS; kill++) {
      long before = acknowledged;
      liveAndDie(port, controllerPort, 20 + random.nextInt(100));
      assertThat(acknowledged).as("life %d commits", kill).isGreaterThan(before);
    }
  }

  /** One life: finds what the former acknowledged, commits so many numbers, and is killed. */
  private void liveAndDie(int port, int controllerPort, int commits) throws IOException {
    java.lang.Process process = start(port, controllerPort);
    try (BufferedReader output = process.inputReader()) {
      StringBuilder said = new StringBuilder();
      boolean found = false;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("found ")) {
          found = true;
          assertThat(number(line)).isGreaterThanOrEqualTo(acknowledged);
          acknowledged = number(line);
        } else if (line.startsWith("wrote ")) {
          acknowledged = number(line);
          if (--commits == 0) {
            // Not the process itself: that would close what it still has to say.
            process.toHandle().destroyForcibly();
          }
        } else {
          said.append(line).append('\n');
        }
      }
      assertThat(found).as("it came back, or else said why: %s", said).isTrue();
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(line.indexOf(' ') + 1));
  }

  private java.lang.Process start(int port, int controllerPort) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                SteadyWriter.class.getName(),
                folder.resolve("kafka").toString(),
                Integer.toString(port),
                Integer.toString(controllerPort)))
        .redirectErrorStream(true)
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
