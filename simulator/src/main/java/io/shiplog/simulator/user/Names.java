package io.shiplog.simulator.user;

import io.shiplog.simulator.Dice;
import io.shiplog.simulator.Program;
import java.util.List;

/** The names that users give: few, so that they meet. */
final class Names {

  static final List<String> TEAMS = List.of("team-a", "team-b");
  static final List<String> NAMESPACES = List.of("default", "default", "team-a", "team-b");
  static final List<String> APPS = List.of("web", "api", "db");

  /** What ConfigMaps are called. */
  static final String SETTINGS = "settings";

  /** ReplicaSets that users make themselves. */
  static final List<String> SETS = List.of("front", "back");

  /** What Secrets are called. */
  static final String PASSWORD = "password";

  /** The key of the taint that users put on nodes. */
  static final String TAINT = "example.com/dedicated";

  /** The label by which some pods choose their nodes. */
  static final String DISK = "disk";

  /** The Service whose Endpoints users write themselves. */
  static final String LEGACY = "legacy";

  /** The Service whose EndpointSlices users write themselves. */
  static final String MANUAL = "manual";

  private Names() {}

  /** An image that can be had and runs; now and then one that never becomes ready. */
  static String image(Dice dice) {
    return dice.percent(12) ? Program.UNREADY_IMAGE : "app:" + dice.between(1, 3);
  }
}
