package io.shiplog.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.shiplog.model.error.Status;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandBusTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(new TimeoutException("expired"), 504, false),
        arguments(new NotEnoughReplicasAfterAppendException("too few copies"), 504, false),
        arguments(new KafkaException("closed forcefully"), 504, false),
        arguments(new RecordTooLargeException("too large"), 413, false),
        arguments(new TopicAuthorizationException("not allowed"), 503, true),
        arguments(new IllegalStateException("closed"), 503, true));
  }

  /** Only of what is certainly not in the log may a client be told to send it again. */
  @ParameterizedTest
  @MethodSource("failures")
  void whatCannotBeSentIsTold(Exception failure, int code, boolean again) {
    Status told = CommandBus.unsent("a", failure).outcome().status();
    assertThat(told.code()).isEqualTo(code);
    assertThat(told.details() != null && told.details().retryAfterSeconds() > 0).isEqualTo(again);
  }
}
