package io.shiplog.e2e.chaos.check;

import java.util.List;

/** All checks. */
public final class Checks {

  /** In the order in which they are shown. */
  public static final List<Check> ALL =
      List.of(
          new Linearizable(),
          new NothingLost(),
          new VersionsRise(),
          new WatchesComplete(),
          new OneOutcomeEach(),
          new OneContainerEach(),
          new RestsAsWished(),
          new HostAsBefore());

  private Checks() {}
}
