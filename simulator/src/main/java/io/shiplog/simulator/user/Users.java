package io.shiplog.simulator.user;

import io.shiplog.model.Catalogue;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.simulator.Dice;
import io.shiplog.simulator.Tally;
import io.shiplog.simulator.Weighted;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What users do, drawn by dice, from what a lagging gateway shows them. */
public final class Users {

  /** How the ids of their commands begin. */
  static final String ID = "user-";

  private static final int CONFLICT = 409;

  private final UserCommands commands;
  private final Repairs repairs;
  private final Weighted<Action> actions;
  private final Map<String, Action> byName = new HashMap<>();
  private final Tally tally;

  /**
   * Users of a cluster.
   *
   * @param log takes what they write
   * @param seen what the gateway shows
   * @param tally is told what came of it
   */
  public Users(
      Consumer<ProducerRecord<String, byte[]>> log,
      Supplier<ObjectTable> seen,
      SecretSeal seal,
      Tally tally) {
    this.commands = new UserCommands(log, seal);
    this.tally = tally;
    Sight sight = new Sight(seen);
    this.repairs = new Repairs(sight, commands);
    List<Action> all = Actions.all(sight, commands);
    this.actions = new Weighted<>(all, Action::weight);
    for (Action action : all) {
      byName.put(action.name(), action);
      tally.expect(named(action));
    }
  }

  /** Makes the namespaces that they work in. */
  public void begin() {
    commands.are("begin");
    Dice dice = Dice.of(0, 0);
    Names.TEAMS.forEach(
        team -> commands.create(Catalogue.NAMESPACES, Manifests.namespace(team), dice));
  }

  /** Does one thing; its name. */
  public String act(Dice dice) {
    Action action = actions.pick(dice);
    commands.are(action.name());
    action.deed().act(dice);
    return action.name();
  }

  /** Leaves a cluster in which everything that is desired can be: for the last, calm part. */
  public void makeRoom() {
    commands.are("calm");
    repairs.makeRoom();
  }

  /** Hears what became of a command, of whomever. */
  public void hear(Outcome outcome) {
    String id = outcome.commandId();
    if (id.startsWith(ID) && id.contains(" ")) {
      Action action = byName.get(id.substring(id.indexOf(' ') + 1));
      if (action != null && asMeant(action, outcome)) {
        tally.count(named(action));
      }
    } else if (id.startsWith(Topics.COMMANDS + "-")) {
      byName.values().stream()
          .filter(action -> action.end() == Action.End.UNREADABLE)
          .forEach(action -> tally.count(named(action)));
    }
  }

  private static boolean asMeant(Action action, Outcome outcome) {
    return switch (action.end()) {
      case ACCEPTED -> outcome.result() == Outcome.Result.ACCEPTED;
      case CONFLICT -> outcome.status() != null && outcome.status().code() == CONFLICT;
      case UNREADABLE -> false; // Such an outcome names the record, for there is no command.
    };
  }

  private static String named(Action action) {
    return "users " + action.name();
  }
}
