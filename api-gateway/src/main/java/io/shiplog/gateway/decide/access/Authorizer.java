package io.shiplog.gateway.decide.access;

import io.shiplog.ledger.decide.NodeCommands;
import io.shiplog.model.command.UserInfo;
import java.util.List;
import java.util.Optional;

/**
 * Who may do what: what a user's groups allow ({@link Roles}), and for a node what its pods need
 * ({@link NodeAccess}). Whoever is in none of the groups may ask about themselves, and read what
 * the API says about itself. Every door asks here.
 */
public final class Authorizer {

  private final NodeAccess nodes;

  /** Answers for nodes by these pods. */
  public Authorizer(PodUse pods) {
    this.nodes = new NodeAccess(pods);
  }

  /** Whether that may be done. */
  public Verdict decide(Ask ask) {
    Optional<String> node = NodeCommands.node(ask.user());
    if (node.isPresent() && !ask.user().groups().contains(Groups.MASTERS)) {
      Verdict own = nodes.decide(node.get(), ask);
      if (own.allowed() || !own.reason().isEmpty()) {
        return own;
      }
    }
    return rules(ask.user()).stream().anyMatch(rule -> rule.allows(ask))
        ? Verdict.ALLOWED
        : Verdict.NO_OPINION;
  }

  /** What a user's groups allow; a node may read more, object by object. */
  public List<Rule> rules(UserInfo user) {
    boolean named = NodeCommands.node(user).isPresent();
    return named
        ? Roles.of(user)
        : Roles.of(
            new UserInfo(
                user.name(),
                user.groups().stream().filter(group -> !group.equals(Groups.NODES)).toList()));
  }

  /** Whether {@link #rules} is not all there is to say of a user. */
  static boolean moreThanRules(UserInfo user) {
    return NodeCommands.node(user).isPresent();
  }
}
