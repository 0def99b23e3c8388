package io.shiplog.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.gateway.intake.PendingCommands.Pending;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.error.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who waits, and for how long. */
class PendingCommandsTest {

  private static final CommandResult DONE =
      CommandResult.rejected(Outcome.rejected("a", Status.badRequest("no")));

  @Test
  void isAnsweredWhenPatienceEnds() throws Exception {
    PendingCommands pending = new PendingCommands(Duration.ZERO);
    CommandResult late = pending.add("a").result().get(1, TimeUnit.MINUTES);
    assertThat(late.outcome().status().code()).isEqualTo(504);
    assertThat(late.outcome().status().details()).as("an invitation to try again").isNull();
    CommandResult next = pending.add("b").result().get(1, TimeUnit.MINUTES);
    assertThat(next.outcome().commandId()).isEqualTo("b");
  }

  @Test
  void waitsUntilItsResultIsThere() {
    PendingCommands pending = new PendingCommands(Duration.ofMinutes(1));
    Pending one = pending.add("a");
    assertThat(pending.get("a")).isSameAs(one);
    one.result().complete(DONE);
    assertThat(pending.get("a")).isNull();
  }

  @Test
  void whoIsAskedForAgainIsNotForgottenWithTheFormer() {
    PendingCommands pending = new PendingCommands(Duration.ofMinutes(1));
    Pending former = pending.add("a");
    Pending again = pending.add("a");
    former.result().complete(DONE);
    assertThat(pending.get("a")).isSameAs(again);
  }

  @Test
  void whoWaitedBeforeItWasAskedForAgainIsToldTheSame() {
    PendingCommands pending = new PendingCommands(Duration.ofMinutes(1));
    Pending former = pending.add("a");
    Pending again = pending.add("a");
    again.result().complete(DONE);
    assertThat(former.result()).isCompletedWithValue(DONE);
  }
}
