package io.shiplog.e2e.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KillTest {

  private static final long MILLIS = 300_000;

  @Test
  void theSeedDecidesWhenToKillAndSomeKillsFallIntoAStart() {
    List<Kill> kills = Kill.draw(7, MILLIS);
    assertThat(kills).isEqualTo(Kill.draw(7, MILLIS)).isNotEqualTo(Kill.draw(8, MILLIS));
    assertThat(kills).hasSizeGreaterThan(30);
    assertThat(kills.getFirst().starting()).isFalse();
    assertThat(kills).anyMatch(Kill::starting);
  }
}
