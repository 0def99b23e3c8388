package io.shiplog.simulator;

import io.shiplog.model.InboxRollCall;
import io.shiplog.model.KubeObject;
import io.shiplog.topics.TopicEntries;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A compacted topic as an agent reads it: from its beginning, then on, and at times anew. */
final class FakeFeed {

  private final VirtualLog log;
  private final String topic;
  private final BiConsumer<String, KubeObject> listener;
  private TopicEntries<KubeObject> entries;
  private int position;
  private int end;
  private boolean complete;

  /** A feed that is to be started. */
  FakeFeed(VirtualLog log, String topic, BiConsumer<String, KubeObject> listener) {
    this.log = log;
    this.topic = topic;
    this.listener = listener;
  }

  /** Forgets everything and reads from the beginning. */
  void start() {
    entries = new TopicEntries<>(listener);
    complete = false;
    readAnew();
  }

  /** Reads from the beginning, and forgets nothing. */
  void readAnew() {
    entries.begin();
    position = 0;
    end = partition().end();
  }

  /** Whether all that was there at the start has been told. */
  boolean complete() {
    return complete;
  }

  /** The first offset that was not read. */
  int position() {
    return position;
  }

  int lag() {
    return partition().end() - position;
  }

  /** Reads up to so many records. */
  void read(int most) {
    List<ConsumerRecord<String, byte[]>> records = partition().read(position, most);
    records.forEach(this::hear);
    position = partition().after(records);
    if (entries.reading() && position >= end) {
      entries.finish();
      complete = true;
    }
  }

  private void hear(ConsumerRecord<String, byte[]> record) {
    KubeObject object = log.object(record.value());
    if (record.key().equals(InboxRollCall.KEY)) {
      InboxRollCall.missing(object.json(), entries.keys())
          .forEach(gone -> entries.hear(gone, null));
    } else {
      entries.hear(record.key(), object);
    }
  }

  private VirtualPartition partition() {
    return log.partition(topic, 0);
  }
}
