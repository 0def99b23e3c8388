package io.shiplog.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicsTest {

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
