package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.History;
import java.util.List;

/** Something that must hold of every history. */
public interface Check {

  /** What holds, as a sentence. */
  String claim();

  /** Where it does not hold, for people; empty if it does. */
  List<String> findings(History history);
}
