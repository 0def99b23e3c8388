package io.shiplog.gateway.readmodel;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Goes through the log once more, with watchers there: whatever is not known yet is applied as it
 * comes, for they are to be told of all of it.
 */
final class NextReading implements CatchUp {

  private final LogApplier applier;
  private final long since;
  private boolean complete;

  NextReading(LogApplier applier, long since) {
    this.applier = applier;
    this.since = since;
  }

  @Override
  public void add(ConsumerRecord<String, byte[]> record) {
    if (record.timestamp() >= since) {
      becomeComplete();
    }
    applier.apply(record);
  }

  @Override
  public void finish() {
    becomeComplete();
  }

  /** Lets go, once, of the events that are too old to be complete. */
  private void becomeComplete() {
    if (!complete) {
      complete = true;
      applier.forgetEvents();
    }
  }
}
