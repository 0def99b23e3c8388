package io.shiplog.simulator.invariant;

import io.shiplog.simulator.FakeWatcher;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whoever lists and then watches is told of each change of the objects in the selection exactly
 * once, in order, across reconnects and whatever becomes of the gateways, or is told 410 Gone and
 * lists anew.
 *
 * <p>One exception is the product's word (see "When things fail" in the architecture): a gateway
 * that was cut off for longer than the log keeps superseded records, and reads it anew, tells its
 * watchers what the log still has. Of an object's changes that came meanwhile they may hear the
 * last alone.
 */
public final class WatchersHearAll implements Invariant {

  private final Map<FakeWatcher, WatcherDiary> diaries = new HashMap<>();

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (FakeWatcher watcher : evidence.watchers()) {
      WatcherDiary diary =
          diaries.computeIfAbsent(watcher, one -> new WatcherDiary(one, evidence.log()));
      evidence.news().forEach(diary::happened);
      Optional<String> wrong = diary.check();
      if (wrong.isPresent()) {
        return wrong.map(what -> watcher.name() + " " + what);
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> atRest(Evidence evidence) {
    for (Map.Entry<FakeWatcher, WatcherDiary> one : diaries.entrySet()) {
      Optional<String> missed = one.getValue().missed();
      if (missed.isPresent()) {
        return missed.map(what -> one.getKey().name() + " " + what);
      }
    }
    return Optional.empty();
  }
}
