package io.shiplog.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ContactTest {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Contact contact = new Contact(() -> now);

  @Test
  void whoIsAskedEveryFewMinutesHasMissedNothing() {
    for (int round = 0; round < 20; round++) {
      assertThat(contact.due()).isFalse();
      now = now.plus(Duration.ofMinutes(10));
      assertThat(contact.due()).isTrue();
      assertThat(contact.made()).isTrue();
    }
  }

  @Test
  void whoWasCutOffForLongerThanRecordsAreKeptMayHaveMissedSome() {
    now = now.plusMillis(Topics.COMPACTION_LAG_MILLIS);
    assertThat(contact.made()).isFalse();
    now = now.plus(Duration.ofMinutes(10));
    assertThat(contact.made()).as("after another reading").isTrue();
  }
}
