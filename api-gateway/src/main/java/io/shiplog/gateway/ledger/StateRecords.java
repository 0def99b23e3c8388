package io.shiplog.gateway.ledger;

import io.shiplog.gateway.decide.LedgerState;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Fact;
import io.shiplog.topics.Headers;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records of {@code objects} into a ledger's state. */
public final class StateRecords {

  private final ObjectRecords records;

  public StateRecords(SecretSeal seal) {
    this.records = new ObjectRecords(seal);
  }

  /**
   * Takes in one record.
   *
   * @throws IllegalArgumentException if the object cannot be read; naming it
   */
  public void replay(LedgerState state, ConsumerRecord<String, byte[]> record) {
    long version = ObjectRecords.resourceVersion(record);
    if (record.key() == null || ObjectRecords.isCounter(record.key())) {
      state.replayCounter(version);
      return;
    }
    state.replay(fact(record, version));
  }

  private Fact fact(ConsumerRecord<String, byte[]> record, long version) {
    try {
      byte[] json = records.objectBytes(record);
      return new Fact(
          json == null ? Fact.Type.DELETED : Fact.Type.MODIFIED,
          ObjectKey.parse(record.key()),
          version,
          json == null ? null : new KubeObject(Json.parseObject(json)),
          Headers.text(record.headers(), Headers.COMMAND_ID),
          Headers.text(record.headers(), Headers.USER));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the object "
              + record.key()
              + " at offset "
              + record.offset()
              + " of "
              + Topics.OBJECTS
              + " cannot be read: "
              + e.getMessage(),
          e);
    }
  }
}
