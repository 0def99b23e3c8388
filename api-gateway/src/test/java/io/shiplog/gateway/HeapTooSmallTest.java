package io.shiplog.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.ledger.runtime.Bootstrap;
import io.shiplog.ledger.runtime.BrokerProcess;
import io.shiplog.ledger.runtime.ChildProcess;
import io.shiplog.ledger.runtime.Driver;
import io.shiplog.ledger.runtime.LedgerProcess;
import io.shiplog.model.Catalogue;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.topics.KafkaSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real gateways before a log that one heap can hold, and another cannot. */
class HeapTooSmallTest {

  private static final int OBJECTS = 9_000;
  private static final String READY = "ready with 9000";

  @TempDir Path folder;

  @Test
  void aGatewayThatCannotHoldWhatIsInTheLogSaysSoAndEnds() throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(folder)) {
      KafkaSettings kafka = broker.settings();
      fill(kafka);
      assertThat(endOf(kafka, "small", "-Xmx128m"))
          .contains("the objects in the log do not fit into a heap of")
          .containsPattern("SHIPLOG_CONTROL_PLANE_HEAP=(256|320|384)m")
          .doesNotContain(READY);
      assertThat(endOf(kafka, "enough", "-Xmx384m")).contains(READY);
    }
  }

  /** Some 30 MB of objects. */
  private void fill(KafkaSettings kafka) throws Exception {
    Bootstrap.write(kafka, Driver.SEAL);
    try (ChildProcess ledger = LedgerProcess.start(kafka, folder.resolve("ledger.out"));
        Driver driver = new Driver(kafka)) {
      for (int i = 0; i < OBJECTS; i++) {
        String name = "m" + i;
        driver.send(
            name,
            Operation.create(
                Catalogue.CONFIGMAPS.key("default", name),
                Driver.configMap(name),
                WriteOptions.DEFAULT));
        if (i % 500 == 499) {
          driver.awaitDone(name);
        }
      }
      driver.awaitDone("m" + (OBJECTS - 1));
      assertThat(ledger.isAlive()).isTrue();
    }
  }

  /** What a gateway printed by the time that it had ended. */
  private String endOf(KafkaSettings kafka, String name, String heap) throws Exception {
    Path output = folder.resolve(name + ".out");
    try (ChildProcess gateway =
        ChildProcess.start(
            List.of(heap), HeapTooSmallTest.class, output, kafka.bootstrapServers())) {
      while (gateway.isAlive()) {
        Thread.sleep(50);
      }
    }
    return Files.readString(output);
  }

  /** The child: a gateway that ends when it has read the log, or cannot. */
  public static void main(String[] args) throws Exception {
    GatewayService gateway =
        new GatewayService(
            new GatewayConfig(
                KafkaSettings.local(args[0]),
                Driver.SEAL,
                "gateway",
                Map.of(),
                "",
                Duration.ofSeconds(30),
                true));
    gateway.onHeapTooSmall(
        why -> {
          System.out.println(why.getMessage());
          Runtime.getRuntime().halt(7);
        });
    gateway.start();
    while (!gateway.ready()) {
      Thread.sleep(50);
    }
    System.out.println("ready with " + gateway.model().store().count(Catalogue.CONFIGMAPS));
    Runtime.getRuntime().halt(0);
  }
}
