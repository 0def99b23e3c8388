package io.shiplog.gateway.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * What a batch of an intake leads to, on its way to the log. What is made of a record can be larger
 * than the record, and than any may be; sent again and again it would hold up all that follow, so
 * something smaller goes in its place. Not thread-safe.
 */
final class SentRecords {

  private final Producer<String, byte[]> producer;
  private final List<Sent> sent = new ArrayList<>();

  private record Sent(
      Future<RecordMetadata> done, Supplier<ProducerRecord<String, byte[]>> instead) {}

  SentRecords(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /** Sends a record, or the other one where it is too large; that one is small for certain. */
  void send(
      ProducerRecord<String, byte[]> record, Supplier<ProducerRecord<String, byte[]>> instead) {
    sent.add(new Sent(producer.send(record), instead));
  }

  /**
   * Waits until all is in the log.
   *
   * @throws ExecutionException if something cannot be sent for another reason than its size
   */
  void await() throws InterruptedException, ExecutionException {
    for (Sent one : sent) {
      try {
        one.done().get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RecordTooLargeException)) {
          throw e;
        }
        producer.send(one.instead().get()).get();
      }
    }
  }
}
