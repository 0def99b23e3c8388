package org.apache.kafka.streams;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a driver's topology has sent, with the partitions. The driver tells these to its own package
 * alone, which is why this class is in it.
 */
public final class DriverRecords {

  private DriverRecords() {}

  /** Takes all that was sent to a topic, in order. */
  public static List<ProducerRecord<byte[], byte[]>> of(TopologyTestDriver driver, String topic) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    ProducerRecord<byte[], byte[]> record = driver.readRecord(topic);
    while (record != null) {
      records.add(record);
      record = driver.readRecord(topic);
    }
    return records;
  }
}
