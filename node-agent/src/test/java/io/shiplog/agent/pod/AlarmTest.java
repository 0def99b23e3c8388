package io.shiplog.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.AgentParts;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlarmTest {

  private final ScheduledThreadPoolExecutor timer = AgentParts.timer();
  private final Semaphore rung = new Semaphore(0);
  private final Instant now = Instant.now();
  private final Alarm alarm = new Alarm(timer, () -> now, rung::release);

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void oneRingIsOnItsWayHoweverOftenItIsSet() {
    for (int seconds = 5000; seconds > 1000; seconds--) {
      alarm.by(now.plusSeconds(3600));
      alarm.by(now.plusSeconds(seconds));
    }
    assertThat(timer.getQueue()).hasSize(1);
    alarm.off();
    alarm.by(now);
    assertThat(timer.getQueue()).isEmpty();
  }

  @Test
  void theEarliestTimeCountsAndThenItCanBeSetAgain() throws Exception {
    alarm.by(now.plusSeconds(3600));
    alarm.by(now);
    rung.acquire();
    assertThat(timer.getQueue()).isEmpty();
    alarm.by(now.plusSeconds(3600));
    assertThat(timer.getQueue()).hasSize(1);
  }
}
