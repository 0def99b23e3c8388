package io.shiplog.gateway.intake;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A producer that takes records of so many bytes at most. */
final class SmallRecords extends MockProducer<String, byte[]> {

  private final int max;

  SmallRecords(int max) {
    super(true, null, new StringSerializer(), new ByteArraySerializer());
    this.max = max;
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
    return size(record) > max
        ? CompletableFuture.failedFuture(new RecordTooLargeException("too large"))
        : super.send(record, callback);
  }

  private static int size(ProducerRecord<String, byte[]> record) {
    int size = record.value() == null ? 0 : record.value().length;
    size += record.key() == null ? 0 : record.key().getBytes(StandardCharsets.UTF_8).length;
    for (Header header : record.headers()) {
      size += header.value().length;
    }
    return size;
  }
}
