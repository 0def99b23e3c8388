package io.shiplog.e2e.chaos.fault;

import io.shiplog.e2e.chaos.fault.Planned.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * What to break, from a seed. There are three lanes (brokers, gateways, services); within a lane
 * one thing is broken at a time, and the lanes know nothing of each other. So a majority of the
 * brokers is up at any time, and everything else may fail together.
 *
 * @param lane what its targets are, for people
 * @param faults one after the other
 */
public record FaultPlan(String lane, List<Planned> faults) {

  private static final int SHORTEST_PAUSE = 1_500;
  private static final int LONGEST_PAUSE = 7_000;
  private static final int SHORTEST = 500;

  /**
   * Twice a broker's session, so that partitions of one that is cut off often get other leaders.
   */
  private static final int LONGEST = 9_000;

  /**
   * Draws the lanes. The same seed gives the same plan.
   *
   * @param millis how long each lane is to last, about
   * @param services the names of the services' processes
   * @param isolated whether links and disks can be broken, too
   */
  public static List<FaultPlan> draw(
      long seed, long millis, List<String> services, boolean isolated) {
    Random dice = new Random(seed);
    List<String> brokers = List.of("broker-1", "broker-2", "broker-3", Planned.COMMANDS);
    List<String> gateways = List.of("gateway-1", "gateway-2", Planned.LEDGER, Planned.LEDGER);
    List<Kind> any = kinds(isolated, Kind.values());
    List<Kind> calm = kinds(isolated, Kind.KILL, Kind.PAUSE, Kind.CUT);
    return List.of(
        new FaultPlan("brokers", lane(dice, millis, brokers, any)),
        new FaultPlan("gateways", lane(dice, millis, gateways, any)),
        new FaultPlan("services", lane(dice, millis, services, calm)));
  }

  private static List<Kind> kinds(boolean isolated, Kind... kinds) {
    return List.of(kinds).stream().filter(kind -> isolated || !kind.isolated()).toList();
  }

  /** Each kind comes before any comes again, so that a short lane has many of them. */
  private static List<Planned> lane(
      Random dice, long millis, List<String> targets, List<Kind> kinds) {
    List<Planned> faults = new ArrayList<>();
    Deque<Kind> next = new ArrayDeque<>();
    long at = 0;
    while (true) {
      if (next.isEmpty()) {
        List<Kind> shuffled = new ArrayList<>(kinds);
        Collections.shuffle(shuffled, dice);
        next.addAll(shuffled);
      }
      Kind kind = next.pop();
      long pause = dice.nextInt(SHORTEST_PAUSE, LONGEST_PAUSE);
      long lasts = dice.nextInt(SHORTEST, LONGEST);
      String target = targets.get(dice.nextInt(targets.size()));
      at += pause + lasts;
      if (at > millis) {
        return faults;
      }
      faults.add(new Planned(pause, kind, target, lasts));
    }
  }
}
