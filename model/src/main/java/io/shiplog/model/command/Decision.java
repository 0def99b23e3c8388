package io.shiplog.model.command;

import java.util.List;

/**
 * What the ledger decides about one command: the facts to append and the reply. Deciding changes
 * nothing; only replaying the facts does.
 *
 * @param facts in order, their resourceVersions rising by one; empty unless accepted
 * @param outcome the reply
 * @param following commands for other shards, or this one, that follow from it; they are written
 *     together with the facts or not at all
 */
public record Decision(List<Fact> facts, Outcome outcome, List<Command> following) {

  public Decision {
    facts = List.copyOf(facts);
    following = List.copyOf(following);
  }

  /** A decision that nothing follows from on other shards. */
  public Decision(List<Fact> facts, Outcome outcome) {
    this(facts, outcome, List.of());
  }
}
