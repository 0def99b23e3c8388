package io.shiplog.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How Events are counted, combined and bounded: as client-go's correlator does. */
class EventRecorderTest {

  private static final Instant START = Instant.parse("2026-12-01T10:00:00.123456789Z");
  private static final KubeObject POD =
      new KubeObject(
          Json.parseObject(
              "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":"
                  + "{\"name\":\"web\",\"namespace\":\"d\",\"uid\":\"u1\"}}"));

  private final Map<ObjectKey, JsonNode> events = new LinkedHashMap<>();
  private EventRecorder recorder = new EventRecorder("kubelet", "n1", "node-agent");
  private Instant now = START;

  private Optional<Operation> tell(String reason, String message, String occasion) {
    EventNote note = new EventNote("Warning", reason, message, "", occasion, now);
    Optional<Operation> write = recorder.record(POD, note, now);
    write.ifPresent(op -> events.put(op.key(), op.body()));
    return write;
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void theSameWordsAreOneEventThatCounts() {
    for (int i = 0; i < 5; i++) {
      tell("BackOff", "Back-off restarting failed container", "");
      pass(Duration.ofSeconds(30));
    }
    assertThat(events).hasSize(1);
    JsonNode event = events.values().iterator().next();
    assertThat(event.path("count").asInt()).isEqualTo(5);
    assertThat(event.path("firstTimestamp").asText()).isEqualTo("2026-12-01T10:00:00Z");
    assertThat(event.path("lastTimestamp").asText()).isEqualTo("2026-12-01T10:02:00Z");
    assertThat(event.path("metadata").path("name").asText())
        .isEqualTo("web." + Long.toHexString(START.getEpochSecond() * 1_000_000_000L + 123456789));
  }

  @Test
  void tenThatDifferInTheirMessageAloneAreCombinedFromThenOn() {
    for (int i = 0; i < 126; i++) {
      tell("Unhealthy", "Readiness probe failed: " + i, "");
      pass(Duration.ofSeconds(1));
    }
    // As many as may pass at once: 9 by themselves, and 16 times the combined one.
    assertThat(events).hasSize(10);
    JsonNode last = events.values().stream().toList().getLast();
    assertThat(last.path("message").asText())
        .isEqualTo("(combined from similar events): Readiness probe failed: 24");
    assertThat(last.path("count").asInt()).isEqualTo(16);
    // What could not be told was counted nevertheless.
    pass(Duration.ofMinutes(5));
    tell("Unhealthy", "Readiness probe failed: late", "");
    assertThat(events).hasSize(10);
    assertThat(events.values().stream().toList().getLast().path("count").asInt()).isEqualTo(118);
    // After ten minutes without any they count as new.
    pass(Duration.ofMinutes(11));
    tell("Unhealthy", "Readiness probe failed: anew", "");
    assertThat(events).hasSize(11);
    assertThat(events.values().stream().toList().getLast().path("message").asText())
        .isEqualTo("Readiness probe failed: anew");
  }

  @Test
  void whoTellsTooMuchOfOneObjectIsHeardOnceEveryFiveMinutes() {
    int heard = 0;
    for (int i = 0; i < 100; i++) {
      heard += tell("BackOff", "again", "").isPresent() ? 1 : 0;
    }
    assertThat(heard).isEqualTo(25);
    pass(Duration.ofSeconds(299));
    assertThat(tell("BackOff", "again", "")).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(tell("Other", "words", "")).isPresent();
    assertThat(tell("Other", "words", "")).isEmpty();
    // What is told of other objects is not bounded by that.
    KubeObject other = new KubeObject(POD.copy());
    ((com.fasterxml.jackson.databind.node.ObjectNode) other.json().get("metadata")).put("uid", "2");
    assertThat(recorder.record(other, EventNote.normal("R", "m", "", now), now)).isPresent();
  }

  @Test
  void oneOccasionIsOneEventAlsoForAWriterThatForgot() {
    ObjectKey first = tell("Scheduled", "to n1", "u1").orElseThrow().key();
    assertThat(tell("Scheduled", "to n1", "u1")).isEmpty();
    recorder = new EventRecorder("kubelet", "n1", "node-agent");
    assertThat(tell("Scheduled", "to n1", "u1").orElseThrow().key()).isEqualTo(first);
    assertThat(events.values().iterator().next().path("count").asInt()).isEqualTo(1);
  }

  @Test
  void namesAreInTheOrderOfTime() {
    Instant second = now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    String bound =
        recorder.record(POD, EventNote.normal("S", "m", "b", second), now).get().key().name();
    now = second.plusMillis(2);
    String pulled = tell("Pulled", "image", "").orElseThrow().key().name();
    String created = tell("Created", "container", "").orElseThrow().key().name();
    assertThat(bound).isLessThan(pulled);
    assertThat(pulled).isLessThan(created);
  }

  @Test
  void aMessageIsCutBetweenLetters() {
    tell("R", "a" + "ö".repeat(600), "");
    assertThat(events.values().iterator().next().path("message").asText())
        .isEqualTo("a" + "ö".repeat(511));
  }
}
