package io.shiplog.gateway.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.ledger.runtime.BrokerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread that follows the log, on a real broker. */
class LogReaderTest {

  private static final int PATIENCE_SECONDS = 60;

  /** As after a machine slept: what it did not hear of may be compacted away. */
  @Test
  void afterALongTimeItReadsTheLogAgain(@TempDir Path folder) throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    try (BrokerProcess broker = BrokerProcess.start(folder);
        LogReader reader =
            new LogReader(broker.settings(), SampleLog.applier(new ObjectStore()), now::get)) {
      reader.start();
      awaitTrue(reader::caughtUp);
      now.updateAndGet(time -> time.plus(Duration.ofDays(2)));
      awaitTrue(() -> !reader.caughtUp());
      awaitTrue(reader::caughtUp);
    }
  }

  private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
