package io.shiplog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lone broker that is gone after a commit: what it acknowledged is shown after its return. */
class KilledBrokerTest {

  private static final int LIVES = Integer.getInteger("shiplog.broker.lives", 5);
  private static final int COMMITS = 20;

  @TempDir Path folder;

  @Test
  void everyAcknowledgedTransactionIsShownAfterAKill() throws Exception {
    int port = freePort();
    int controllerPort = freePort();
    for (int life = 0; life < LIVES; life++) {
      String said = live(port, controllerPort);
      assertThat(said).as("life %d", life).contains("found " + life * COMMITS + "\n");
    }
  }

  /** One life: finds what the former acknowledged, commits some more, and is gone. */
  private String live(int port, int controllerPort) throws Exception {
    java.lang.Process process = start(port, controllerPort);
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isEqualTo(SteadyWriter.GONE);
      return said;
    } finally {
      process.destroyForcibly();
    }
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
                Integer.toString(controllerPort),
                Integer.toString(COMMITS)))
        .redirectErrorStream(true)
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
