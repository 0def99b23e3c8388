package io.shiplog.ledger.runtime;

import io.shiplog.ledger.decide.Ledger;
import io.shiplog.model.Catalogue;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.SecretSeal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The ledger of a gateway: the one writer of {@code objects}. It decides the commands of the shards
 * that it leads; for the others it stands by, and takes over within the session timeout when their
 * leader is gone ({@link KafkaSettings#member}). The topics must exist.
 */
public final class LedgerService implements AutoCloseable {

  private static final long CLOSE_SECONDS = 10;

  private final List<LedgerLoop> loops = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Prepares a ledger; {@link #start} sets it going.
   *
   * @param ledger the rules
   * @param kafka where the log is
   * @param seal opens and seals Secrets
   * @param instance a name that this gateway keeps when it restarts, and no other has; it then gets
   *     its shards back without waiting for the session of its former life to run out. Empty where
   *     there is none
   * @param listener hears what was committed
   */
  public LedgerService(
      Ledger ledger,
      KafkaSettings kafka,
      SecretSeal seal,
      String instance,
      CommitListener listener) {
    for (int number = 0; number < Catalogue.SHARDS; number++) {
      String name = "ledger-" + number;
      String member = instance.isEmpty() ? "" : instance + "-" + name;
      LedgerLoop loop = new LedgerLoop(name, member, ledger, kafka, seal, listener);
      loops.add(loop);
      threads.add(Thread.ofPlatform().name(name).daemon(true).unstarted(loop));
    }
  }

  /** Starts in the background. */
  public void start() {
    threads.forEach(Thread::start);
  }

  /** Whether this gateway takes part: as leader or as standby of every shard. */
  public boolean ready() {
    return loops.stream().allMatch(LedgerLoop::ready);
  }

  /** The shards that this gateway leads at the moment. */
  public Set<Integer> leads() {
    Set<Integer> shards = new TreeSet<>();
    loops.forEach(loop -> shards.addAll(loop.led()));
    return shards;
  }

  /** What keeps a shard from being led, for whoever is to do something about it. */
  public List<String> alarms() {
    // A shard that cannot be led goes from one to the next.
    return loops.stream()
        .map(LedgerLoop::alarm)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  /**
   * Asks for a repair of the shards that cannot be led; within seconds {@link #alarms} says what
   * came of it. Where nothing is wrong, nothing happens.
   */
  public void repair(Repair asked) {
    if (!alarms().isEmpty()) {
      loops.forEach(loop -> loop.repair(asked));
    }
  }

  /** The state in words, for health checks. */
  public String state() {
    StringBuilder text = new StringBuilder("ledger: leads shards " + leads());
    for (LedgerLoop loop : loops) {
      if (!loop.trouble().isEmpty()) {
        text.append("; trouble: ").append(loop.trouble());
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    loops.forEach(LedgerLoop::close);
    try {
      for (Thread thread : threads) {
        if (thread.isAlive()) {
          thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
