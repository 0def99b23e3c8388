package io.shiplog.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsTest {

  @ParameterizedTest
  @CsvSource({
    "node.n1.desired, n1",
    "node.a.b.desired, a.b",
    "node.n1.observed,",
    "node.desired,",
    "node..desired,",
    "objects,"
  })
  void aTopicIsTheInboxOfANodeOrOfNone(String topic, String node) {
    assertThat(Topics.nodeOfInbox(topic)).isEqualTo(Optional.ofNullable(node));
  }

  @Test
  void compactedTopicsKeepWhatAServiceThatWasAwayRestoresFrom() {
    List<Topics.Spec> compacted =
        Stream.concat(Topics.cluster().stream(), Topics.node("n1").stream())
            .filter(topic -> topic.config().get("cleanup.policy").equals("compact"))
            .toList();
    assertThat(compacted)
        .extracting(Topics.Spec::name)
        .containsExactly("objects", "routes", "node.n1.desired");
    assertThat(compacted)
        .allSatisfy(
            topic ->
                assertThat(Long.parseLong(topic.config().get("min.compaction.lag.ms")))
                    .isEqualTo(Topics.COMPACTION_LAG_MILLIS));
  }
}
