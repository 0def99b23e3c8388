package io.shiplog.topics.streams;

import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What {@code objects} holds behind the position a service has committed. A service reads it before
 * it decides anything: of a log that was compacted while it was away, its restored table lacks
 * whatever was superseded since, and acting on that would be acting on a cluster that never was.
 */
@FunctionalInterface
public interface ObjectsTail {

  /** There is nothing behind: for drivers that hand over every record themselves. */
  ObjectsTail NONE = (shard, reader) -> 0;

  /**
   * Reads on to the end, as it is when this is called, and until the commands are decided that were
   * there then: the service's predecessor may have asked for something just before it ended.
   *
   * @param shard the partition of {@code objects}
   * @param reader gets each record, in order
   * @return the offset behind what was read; 0 if nothing was
   * @throws org.apache.kafka.common.KafkaException if the log cannot be read
   */
  long read(int shard, Consumer<ConsumerRecord<String, byte[]>> reader);
}
