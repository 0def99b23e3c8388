package io.shiplog.ledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.ledger.decide.Ledger;
import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.Topics;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One bit of the log of objects is wrong when a killed broker comes back: Kafka cuts the log off
 * there. Nobody decides anything until a repair, and then all is as it was.
 */
class DamagedLogTest {

  private static final int MAPS = 60;

  @TempDir Path folder;

  @Test
  void whatABrokerLostIsNoticedAndPutBack() throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(folder)) {
      Bootstrap.write(broker.settings(), Driver.SEAL);
      Set<String> before;
      long versionBefore;
      try (LedgerService ledger = start(broker);
          Driver driver = new Driver(broker.settings())) {
        for (int i = 0; i < MAPS; i++) {
          driver.send(
              "make-" + i,
              Operation.create(map(i), Driver.configMap("text-" + i), WriteOptions.DEFAULT));
          if (i % 10 == 0) {
            driver.await("make-" + i);
          }
        }
        driver.await("make-" + (MAPS - 1));
        driver.send("go", Operation.delete(map(0), Preconditions.NONE, DeletePolicy.DEFAULT));
        driver.await("go");
        List<ConsumerRecord<String, byte[]>> objects = driver.read(Topics.OBJECTS);
        before = names(objects);
        versionBefore = ObjectRecords.resourceVersion(objects.getLast());
        assertThat(ledger.alarms()).isEmpty();
      }

      broker.killAnd(log -> flipABit(log.resolve("objects-0"), "text-" + MAPS / 2));

      try (LedgerService ledger = start(broker);
          Driver driver = new Driver(broker.settings())) {
        await(() -> !ledger.alarms().isEmpty());
        assertThat(ledger.alarms().getFirst())
            .startsWith(
                "shard 0: the log of objects has lost its end: it comes to resourceVersion ")
            .contains("and history to " + versionBefore)
            .contains("./shiplog repair");
        assertThat(ledger.leads()).doesNotContain(0);

        ledger.repair(Repair.FROM_HISTORY);
        await(() -> ledger.leads().contains(0));
        await(() -> ledger.alarms().isEmpty());
        driver.send(
            "after", Operation.create(map(MAPS), Driver.configMap("new"), WriteOptions.DEFAULT));
        long made = driver.await("after").results().getFirst().resourceVersion();
        assertThat(made).as("no version is given out again").isGreaterThan(versionBefore);
        before.add(map(MAPS).toString());
        assertThat(names(driver.read(Topics.OBJECTS))).isEqualTo(before);
        assertThat(driver.outcomes()).as("nothing is decided twice").hasSize(outcomes());
      }
    }
  }

  /** Case A28: a record that cannot be read must not keep a killed cluster from starting. */
  @Test
  void aRecordThatNobodyCanReadStopsNothing() throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(folder)) {
      Bootstrap.write(broker.settings(), Driver.SEAL);
      try (LedgerService ledger = start(broker);
          Driver driver = new Driver(broker.settings())) {
        assertThat(make(driver, "first", 1).result()).isEqualTo(Outcome.Result.ACCEPTED);
        driver.send(
            new ProducerRecord<>(Topics.OBJECTS, 0, map(1).toString(), new byte[] {'{', '"'}));
        assertThat(make(driver, "second", 2).result()).isEqualTo(Outcome.Result.ACCEPTED);
        assertThat(ledger.alarms()).isEmpty();
      }
      broker.killAnd(log -> assertThat(log).isDirectory());
      try (LedgerService ledger = start(broker);
          Driver driver = new Driver(broker.settings())) {
        assertThat(make(driver, "third", 3).result()).isEqualTo(Outcome.Result.ACCEPTED);
        assertThat(make(driver, "again", 1).status().message())
            .contains("object " + map(1) + " is there and cannot be read (record objects-0@");
        driver.send("gone", Operation.delete(map(1), Preconditions.NONE, DeletePolicy.DEFAULT));
        assertThat(driver.await("gone").result()).isEqualTo(Outcome.Result.ACCEPTED);
        assertThat(make(driver, "anew", 1).result()).isEqualTo(Outcome.Result.ACCEPTED);
        assertThat(ledger.alarms()).isEmpty();
      }
    }
  }

  private static Outcome make(Driver driver, String id, int number) {
    driver.send(id, Operation.create(map(number), Driver.configMap("text"), WriteOptions.DEFAULT));
    return driver.await(id);
  }

  /** Each map, the deletion, what came after, and what a new cluster begins with. */
  private static int outcomes() {
    return MAPS + 2 + Bootstrap.commands().size();
  }

  private static LedgerService start(BrokerProcess broker) {
    LedgerService ledger =
        new LedgerService(
            Ledger.standard(), broker.settings(), Driver.SEAL, "damaged", CommitListener.NOBODY);
    ledger.start();
    return ledger;
  }

  private static ObjectKey map(int number) {
    return Catalogue.CONFIGMAPS.key("default", "map-" + number);
  }

  /** The keys of what is in a log of objects. */
  private static Set<String> names(List<ConsumerRecord<String, byte[]>> objects) {
    Set<String> names = new TreeSet<>();
    for (ConsumerRecord<String, byte[]> record : objects) {
      if (record.value() == null) {
        names.remove(record.key());
      } else if (!ObjectRecords.isCounter(record.key())) {
        names.add(record.key());
      }
    }
    return names;
  }

  private static void flipABit(Path partition, String where) {
    Path segment = partition.resolve("00000000000000000000.log");
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      String content = new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1);
      int at = content.indexOf(where);
      assertThat(at).as("where %s lies in %s", where, segment).isPositive();
      file.seek(at);
      int value = file.read();
      file.seek(at);
      file.write(value ^ 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not come to pass in a minute").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
