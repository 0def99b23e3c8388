package io.shiplog.ledger.runtime;

import io.shiplog.ledger.decide.Ledger;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.RandomSeal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A ledger in a process of its own. */
public final class LedgerProcess {

  private LedgerProcess() {}

  public static ChildProcess start(KafkaSettings kafka, Path output) {
    return ChildProcess.start(LedgerProcess.class, output, kafka.bootstrapServers());
  }

  /** The same with further options for the JVM. */
  public static ChildProcess start(KafkaSettings kafka, Path output, List<String> options) {
    return ChildProcess.start(options, LedgerProcess.class, output, kafka.bootstrapServers());
  }

  /** The child: the broker's address. */
  public static void main(String[] args) throws InterruptedException {
    try (LedgerService service =
        new LedgerService(
            Ledger.standard(),
            KafkaSettings.local(args[0]),
            RandomSeal.withKey(new byte[32]),
            "",
            CommitListener.NOBODY)) {
      service.start();
      new CountDownLatch(1).await();
    }
  }
}
