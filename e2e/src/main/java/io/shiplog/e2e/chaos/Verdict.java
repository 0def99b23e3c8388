package io.shiplog.e2e.chaos;

import io.shiplog.e2e.chaos.check.Check;
import io.shiplog.e2e.chaos.check.Checks;
import io.shiplog.e2e.chaos.history.Entry.Answer;
import io.shiplog.e2e.chaos.history.Entry.Asked;
import io.shiplog.e2e.chaos.history.Entry.Broke;
import io.shiplog.e2e.chaos.history.Entry.Decided;
import io.shiplog.e2e.chaos.history.Entry.Watched;
import io.shiplog.e2e.chaos.history.History;
import java.util.List;

/** Judges a history by all checks and says so. */
final class Verdict {

  private static final int MOST_SHOWN = 5;

  private final Screen screen;

  Verdict(Screen screen) {
    this.screen = screen;
  }

  /** Whether every check passes. */
  boolean of(History history) {
    screen.say("%s", summary(history));
    boolean well = true;
    for (Check check : Checks.ALL) {
      List<String> findings = check.findings(history);
      well &= findings.isEmpty();
      screen.say("%s %s", findings.isEmpty() ? "ok  " : "FAIL", check.claim());
      findings.stream().limit(MOST_SHOWN).forEach(finding -> screen.say("       %s", finding));
      if (findings.size() > MOST_SHOWN) {
        screen.say("       … and %d more", findings.size() - MOST_SHOWN);
      }
    }
    return well;
  }

  private static String summary(History history) {
    List<Asked> asked = history.all(Asked.class);
    return "%d requests (%d done, %d refused, %d without an answer), %d changes in the log, %d events watched, %d faults"
        .formatted(
            asked.size(),
            count(asked, Answer.DONE),
            count(asked, Answer.REFUSED),
            count(asked, Answer.UNKNOWN),
            history.all(Decided.class).size(),
            history.all(Watched.class).size(),
            history.all(Broke.class).size() / 2);
  }

  private static long count(List<Asked> asked, Answer answer) {
    return asked.stream().filter(one -> one.answer() == answer).count();
  }
}
