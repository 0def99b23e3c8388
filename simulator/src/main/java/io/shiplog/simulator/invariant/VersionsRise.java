package io.shiplog.simulator.invariant;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The resourceVersions of a shard only rise, and every object carries its record's. */
public final class VersionsRise implements Invariant {

  private final Map<Integer, Long> reached = new HashMap<>();

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (Written written : evidence.news()) {
      long before = reached.getOrDefault(written.shard(), 0L);
      if (written.resourceVersion() <= before) {
        return Optional.of(
            "resourceVersion "
                + written.resourceVersion()
                + " of "
                + written.key()
                + " comes after "
                + before);
      }
      if (written.after() != null
          && written.after().resourceVersion() != written.resourceVersion()) {
        return Optional.of(
            written.key()
                + " says resourceVersion "
                + written.after().resourceVersion()
                + ", its record "
                + written.resourceVersion());
      }
      reached.put(written.shard(), written.resourceVersion());
    }
    return Optional.empty();
  }
}
