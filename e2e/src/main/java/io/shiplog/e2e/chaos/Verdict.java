package io.shiplog.e2e.chaos;

import io.shiplog.e2e.chaos.check.Check;
import io.shiplog.e2e.chaos.history.Entry.Answer;
import io.shiplog.e2e.chaos.history.Entry.Asked;
import io.shiplog.e2e.chaos.history.Entry.Decided;
import io.shiplog.e2e.chaos.history.Entry.Watched;
import io.shiplog.e2e.chaos.history.History;
import io.shiplog.e2e.chaos.history.HistoryFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Judges a history and says so. */
final class Verdict {

  private static final int MOST_SHOWN = 5;

  private final Screen screen;

  Verdict(Screen screen) {
    this.screen = screen;
  }

  /** Writes the history down and judges it; whether they all pass. */
  boolean of(History history, List<Check> checks, Path file) throws IOException {
    HistoryFile.write(file, history);
    return judge(history, checks, file);
  }

  /** Judges a history that is written down already; whether all checks pass. */
  boolean judge(History history, List<Check> checks, Path file) {
    boolean well = true;
    for (Check check : checks) {
      List<String> findings = check.findings(history);
      well &= findings.isEmpty();
      screen.say("%s %s", findings.isEmpty() ? "ok  " : "FAIL", check.claim());
      findings.stream().limit(MOST_SHOWN).forEach(finding -> screen.say("       %s", finding));
      if (findings.size() > MOST_SHOWN) {
        screen.say("       … and %d more", findings.size() - MOST_SHOWN);
      }
    }
    if (!well) {
      screen.say("NOT WELL. The history is %s; logs are beside it", file);
    }
    return well;
  }

  /** Says how much there is to judge. */
  void summary(History history) {
    List<Asked> asked = history.all(Asked.class);
    screen.say(
        "%d requests (%d done, %d refused, %d without an answer), %d changes in the log, %d watched",
        asked.size(),
        count(asked, Answer.DONE),
        count(asked, Answer.REFUSED),
        count(asked, Answer.UNKNOWN),
        history.all(Decided.class).size(),
        history.all(Watched.class).size());
  }

  private static long count(List<Asked> asked, Answer answer) {
    return asked.stream().filter(one -> one.answer() == answer).count();
  }
}
