package io.shiplog.simulator;

import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The transactional producer of a leader, to whom things happen. */
final class LedgerProducer extends MockProducer<String, byte[]> {

  private int sendsUntilFenced = -1;
  private boolean answerLost;

  LedgerProducer() {
    super(true, null, new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * Says what happens to the next transaction.
   *
   * @param mishap what; null for nothing
   * @param after how many records it can still send before it is fenced
   */
  void prepare(LedgerHost.Mishap mishap, int after) {
    sendsUntilFenced = mishap == LedgerHost.Mishap.FENCED ? after : -1;
    answerLost = mishap == LedgerHost.Mishap.ANSWER_LOST;
    commitTransactionException =
        mishap == LedgerHost.Mishap.CRASH ? new KafkaException("the leader ends") : null;
  }

  @Override
  public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
    if (sendsUntilFenced == 0) {
      fenceProducer();
    }
    sendsUntilFenced--;
    return super.send(record);
  }

  @Override
  public void commitTransaction() {
    if (sendsUntilFenced >= 0) {
      fenceProducer();
    }
    super.commitTransaction();
    if (answerLost) {
      throw new KafkaException("the answer to the commit is lost");
    }
  }
}
