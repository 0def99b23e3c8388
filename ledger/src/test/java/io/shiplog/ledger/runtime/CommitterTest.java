package io.shiplog.ledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.ledger.decide.Ledger;
import io.shiplog.ledger.decide.SchemaBodies;
import io.shiplog.ledger.decide.kinds.Rules;
import io.shiplog.model.schema.Schemas;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A producer whose commits wait for leave, and may fail. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommitterTest {

  private static final int MANY = 20;

  private final Semaphore leave = new Semaphore(0);
  private final Waiting producer = new Waiting();
  private final CountDownLatch alarm = new CountDownLatch(1);
  private final Committer committer = new Committer("commits", alarm::countDown);
  private final SecretSeal seal = RandomSeal.withKey(new byte[32]);
  private final ShardLedger shard =
      new ShardLedger(
          0,
          new Ledger(Rules::of, new SchemaBodies(Schemas.builtin())),
          seal,
          producer,
          CommitListener.NOBODY,
          () -> ShardState.of(new StateRecords(seal)));
  private final List<Long> told = new ArrayList<>();
  private long offset;

  private final class Waiting extends MockProducer<String, byte[]> {
    Waiting() {
      super(true, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void commitTransaction() {
      leave.acquireUninterruptibly();
      super.commitTransaction();
    }
  }

  @AfterEach
  void end() {
    leave.release(1_000);
    committer.close();
  }

  @Test
  void theNextBatchIsDecidedWhileOneIsCommitted() {
    commit(MANY);
    ShardLedger.Batch next = decide(MANY);
    assertThat(next.next()).isEqualTo(2 * MANY);
    assertThat(shard.nextCommand()).isEmpty();
    assertThat(told).isEmpty();
    leave.release(2);
    committer.commit(shard, next, () -> told.add(next.next()));
    committer.settle();
    assertThat(told).containsExactly((long) MANY, 2L * MANY);
    assertThat(shard.nextCommand()).hasValue(2 * MANY);
  }

  @Test
  void aSmallBatchIsCommittedAtOnceBehindTheOneUnderWay() {
    commit(MANY);
    leave.release(2);
    commit(1);
    assertThat(told).containsExactly((long) MANY, MANY + 1L);
  }

  @Test
  void ifOneFailsTheNextIsNotCommitted() throws Exception {
    producer.commitTransactionException = new KafkaException("lost");
    leave.release(2);
    commit(MANY);
    assertThat(alarm.await(30, TimeUnit.SECONDS)).isTrue();
    ShardLedger.Batch next = decide(MANY);
    producer.commitTransactionException = null;
    assertThatThrownBy(() -> committer.commit(shard, next, () -> told.add(next.next())))
        .hasRootCauseMessage("lost");
    assertThat(told).isEmpty();
    assertThat(shard.nextCommand()).isEmpty();
  }

  @Test
  void whoEndsWaitsForTheBatchUnderWay() throws Exception {
    commit(MANY);
    CompletableFuture<Void> ended = CompletableFuture.runAsync(committer::close);
    assertThat(ended).isNotDone();
    leave.release();
    ended.get(30, TimeUnit.SECONDS);
    assertThat(told).containsExactly((long) MANY);
  }

  private void commit(int size) {
    ShardLedger.Batch batch = decide(size);
    committer.commit(shard, batch, () -> told.add(batch.next()));
  }

  /** Records that are no commands lead to an outcome each. */
  private ShardLedger.Batch decide(int size) {
    List<ConsumerRecord<String, byte[]>> records =
        LongStream.range(offset, offset + size)
            .mapToObj(at -> new ConsumerRecord<>(Topics.COMMANDS, 0, at, "key", new byte[] {1}))
            .toList();
    offset += size;
    return shard.decide(records);
  }
}
