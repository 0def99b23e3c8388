package io.shiplog.model.command;

import java.util.List;

/**
 * What the ledger decides about one command: the facts to append and the reply. Deciding changes
 * nothing; only replaying the facts does.
 *
 * @param facts in order, their resourceVersions rising by one; empty unless accepted
 * @param outcome the reply
 */
public record Decision(List<Fact> facts, Outcome outcome) {

  public Decision {
    facts = List.copyOf(facts);
  }
}
