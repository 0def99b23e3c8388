package io.shiplog.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.Change;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** Somebody who looks. */
  private record Idle(String name) implements Controller {
    @Override
    public void changed(Change change, Work work) {}

    @Override
    public void reconcile(ObjectKey key, Work work) {}
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "100, 0", "101, 10", "1000, 100", "5000, 500", "10000, 1000", "90000, 1000"})
  void restsAsLongAsALookIsLong(int members, long millis) {
    Pacing pacing = new Pacing();
    Item item = new Item(new Idle("any"), Catalogue.REPLICASETS.key("default", "web"));
    assertThat(pacing.next(item, NOW)).isEqualTo(NOW);
    pacing.looked(item, members, NOW);
    assertThat(pacing.next(item, NOW).toEpochMilli() - NOW.toEpochMilli()).isEqualTo(millis);
    Instant later = NOW.plusSeconds(2);
    assertThat(pacing.next(item, later)).isEqualTo(later);
    pacing.looked(item, 1, NOW);
    assertThat(pacing.next(item, NOW)).isEqualTo(NOW);
  }
}
