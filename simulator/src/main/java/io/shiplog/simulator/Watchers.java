package io.shiplog.simulator;

import io.shiplog.gateway.readmodel.Selection;
import io.shiplog.model.Catalogue;
import io.shiplog.model.ResourceType;
import io.shiplog.model.select.FieldSelector;
import io.shiplog.model.select.LabelSelector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Clients that watch at the gateways, now at the one, now at the other. */
final class Watchers {

  private static final int CONNECTS = 4;

  private final List<Gateway> gateways;
  private final List<FakeWatcher> all = new ArrayList<>();

  Watchers(List<Gateway> gateways, VirtualLog log, Trace trace) {
    this.gateways = gateways;
    for (ResourceType type :
        List.of(Catalogue.PODS, Catalogue.CONFIGMAPS, Catalogue.ENDPOINTSLICES, Catalogue.LEASES)) {
      add(type.plural(), Selection.all(type, ""), log, trace);
    }
    LabelSelector web = LabelSelector.parse("app=web");
    add(
        "pods of web in default",
        new Selection(Catalogue.PODS, "default", web, FieldSelector.EVERYTHING),
        log,
        trace);
  }

  private void add(String what, Selection selection, VirtualLog log, Trace trace) {
    all.add(new FakeWatcher("who watches " + what, selection, log, trace));
  }

  /** All of them. */
  List<FakeWatcher> all() {
    return Collections.unmodifiableList(all);
  }

  /** Some of them move. Who has lost the connection is mostly in no hurry to have another. */
  void move(Dice dice) {
    for (FakeWatcher watcher : all) {
      int what = dice.below(20);
      ModelHost model = dice.pick(gateways).reading();
      if (!watcher.connected()) {
        if (what < CONNECTS) {
          watcher.listen(model, 1);
        }
      } else if (what == 0) {
        watcher.disconnect();
      } else if (what == 1) {
        watcher.askForBookmark();
      } else if (what < 14) {
        watcher.listen(model, dice.between(1, 50));
      }
    }
  }

  /** All of them hear all that there is to be heard. */
  void hearAll() {
    for (int number = 0; number < all.size(); number++) {
      ModelHost model = gateways.get(number % gateways.size()).reading();
      boolean more = true;
      while (more) {
        more = all.get(number).listen(model, Integer.MAX_VALUE);
      }
    }
  }
}
