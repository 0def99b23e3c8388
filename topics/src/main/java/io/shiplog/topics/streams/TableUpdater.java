package io.shiplog.topics.streams;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Keeps the state store equal to the topic: what Streams restores is what this would have put. */
final class TableUpdater extends ContextualProcessor<String, byte[], Void, Void> {

  private ObjectsStore store;

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    super.init(context);
    store = context.getStateStore(ReactorTopology.STORE);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    store.put(record.key(), record.value());
  }
}
