package io.shiplog.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicEntriesTest {

  private final List<String> told = new ArrayList<>();
  private final TopicEntries<String> entries =
      new TopicEntries<>((key, value) -> told.add(key + "=" + value));

  @Test
  void theBeginningIsToldAsItCameToBe() {
    entries.hear("pod", "created");
    entries.hear("gone", "created");
    entries.hear("config", "1");
    entries.hear("gone", null);
    entries.hear("pod", "bound");
    assertThat(told).isEmpty();
    assertThat(entries.keys()).containsExactlyInAnyOrder("pod", "config");
    entries.finish();
    assertThat(told).containsExactly("config=1", "pod=bound");
  }

  @Test
  void whatComesLaterIsToldAtOnce() {
    entries.finish();
    entries.hear("a", "1");
    entries.hear("a", "2");
    entries.hear("a", null);
    assertThat(told).containsExactly("a=1", "a=2", "a=null");
    assertThat(entries.keys()).isEmpty();
  }

  /** Its tombstone may be compacted away, or not. */
  @Test
  void whatAnotherReadingDoesNotBringIsGone() {
    entries.hear("compacted", "1");
    entries.hear("deleted", "1");
    entries.hear("stays", "1");
    entries.finish();
    told.clear();
    entries.begin();
    entries.hear("deleted", "1");
    entries.hear("stays", "2");
    entries.hear("deleted", null);
    assertThat(told).isEmpty();
    entries.finish();
    assertThat(told).containsExactly("compacted=null", "deleted=null", "stays=2");
    assertThat(entries.keys()).containsExactly("stays");
  }
}
