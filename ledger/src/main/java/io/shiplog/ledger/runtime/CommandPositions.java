package io.shiplog.ledger.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Where a ledger goes on in {@code commands}. The log says it, in the same transaction as what was
 * decided; the group is told now and then, so that Kafka's own tools show how far behind its
 * ledgers are.
 */
final class CommandPositions {

  private static final Logger LOG = Logger.getLogger(CommandPositions.class);

  private final Consumer<?, ?> consumer;
  private final long everyNanos;
  private final Map<TopicPartition, OffsetAndMetadata> untold = new HashMap<>();
  private long told = System.nanoTime();

  /**
   * The positions of one member of the group.
   *
   * @param everyNanos how often the group is told at most, in nanoseconds
   */
  CommandPositions(Consumer<?, ?> consumer, long everyNanos) {
    this.consumer = consumer;
    this.everyNanos = everyNanos;
  }

  /**
   * Goes to the position that the log says. Where it does not say one, all that was decided is from
   * a time when the group's position was committed with it; where there is none either, nothing was
   * decided yet.
   */
  void seek(TopicPartition partition, OptionalLong nextCommand) {
    if (nextCommand.isPresent()) {
      consumer.seek(partition, nextCommand.getAsLong());
      decided(partition, nextCommand.getAsLong());
      return;
    }
    OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
    if (committed == null) {
      consumer.seekToBeginning(List.of(partition));
    } else {
      consumer.seek(partition, inLog(consumer, partition, committed.offset()));
    }
  }

  /**
   * The position, or what is nearest to it in the log as it is. Behind the end: the log lost its
   * tail, as a machine may that lost its power, and all that is left was decided. Before the
   * beginning: what was there was kept for its time, and is gone undecided.
   */
  static long inLog(Consumer<?, ?> consumer, TopicPartition partition, long position) {
    List<TopicPartition> one = List.of(partition);
    long beginning = consumer.beginningOffsets(one).get(partition);
    long end = consumer.endOffsets(one).get(partition);
    long nearest = Math.clamp(position, beginning, end);
    if (nearest != position) {
      LOG.warnf(
          "%s: position %d is not in the log, which has %d to %d; going on from %d",
          partition, position, beginning, end, nearest);
    }
    return nearest;
  }

  /** Everything before this offset is decided, and committed. */
  void decided(TopicPartition partition, long nextCommand) {
    untold.put(partition, new OffsetAndMetadata(nextCommand));
  }

  /** The partition is led here no more. */
  void forget(TopicPartition partition) {
    untold.remove(partition);
  }

  /** Tells the group what it was not told yet, if it is time; where that fails, another time. */
  void tell() {
    if (untold.isEmpty() || System.nanoTime() - told < everyNanos) {
      return;
    }
    consumer.commitAsync(Map.copyOf(untold), this::answered);
    untold.clear();
    told = System.nanoTime();
  }

  private void answered(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
    if (failure == null) {
      return;
    }
    LOG.debugf("the group was not told of %s: %s", offsets, failure.getMessage());
    Set<TopicPartition> mine = consumer.assignment();
    offsets.forEach(
        (partition, offset) -> {
          if (mine.contains(partition)) {
            untold.putIfAbsent(partition, offset);
          }
        });
  }
}
