package io.shiplog.simulator.invariant;

import io.shiplog.agent.decide.Observed.Container;
import io.shiplog.simulator.FakeRuntime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** There are never two running containers of one name for one pod, on any nodes. */
public final class OneContainerEach implements Invariant {

  private long checked = -1;

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    long version = evidence.runtimes().values().stream().mapToLong(FakeRuntime::version).sum();
    if (version == checked) {
      return Optional.empty();
    }
    checked = version;
    Map<String, String> running = new HashMap<>();
    for (FakeRuntime runtime : evidence.runtimes().values()) {
      for (Container container : runtime.containers()) {
        if (!container.running()) {
          continue;
        }
        String which = container.name() + " of pod " + runtime.podOf(container);
        String other = running.put(which, container.id());
        if (other != null) {
          return Optional.of(
              "container " + which + " runs twice: " + other + " and " + container.id());
        }
      }
    }
    return Optional.empty();
  }
}
