package io.shiplog.e2e.chaos.check;

import java.util.List;

/** All checks. */
public final class Checks {

  /** Of what clients and watchers were told. */
  public static final List<Check> OF_CLIENTS =
      List.of(
          new Linearizable(),
          new NothingLost(),
          new VersionsRise(),
          new WatchesComplete(),
          new OneOutcomeEach(),
          new RestsAsDesired(),
          new EnoughAsked());

  /** Of what came to rest, whatever clients saw. */
  public static final List<Check> AT_REST = List.of(new RestsAsDesired());

  /** Of what runs on a node. */
  public static final List<Check> OF_NODES =
      List.of(new OneContainerEach(), new RestsAsDesired(), new EnoughLooks());

  /** Of what is left when all is over. */
  public static final List<Check> OF_HOSTS = List.of(new HostAsBefore());

  private Checks() {}
}
