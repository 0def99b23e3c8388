package io.shiplog.agent.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.RouteKey;
import io.shiplog.topics.NodeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RouteTablesTest {

  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final String NODE = RouteKey.of(Catalogue.NODES.key("", "n"));

  private Instant now = Instant.EPOCH;
  private boolean fails;
  private final List<String> told = new ArrayList<>();
  private final RouteTables tables = new RouteTables(new Told(), () -> now);

  /** Writes down the routes there are, and after a bar the keys that changed. */
  private final class Told implements Feeds.Listener {

    @Override
    public void routes(Map<String, ObjectNode> all, Set<String> changed) {
      told.add(values(all) + " | " + new TreeSet<>(changed));
      if (fails) {
        throw new IllegalStateException("nftables refused a change");
      }
    }

    @Override
    public void nodes(Map<String, ObjectNode> all) {
      told.add("nodes " + values(all));
    }

    private static String values(Map<String, ObjectNode> all) {
      Map<String, Integer> values = new TreeMap<>();
      all.forEach((key, route) -> values.put(key, route.path("v").asInt()));
      return values.toString();
    }

    @Override
    public void object(String key, KubeObject object) {
      throw new AssertionError("no route");
    }

    @Override
    public void inboxComplete() {
      throw new AssertionError("no route");
    }

    @Override
    public void request(String id, NodeRequest request) {
      throw new AssertionError("no route");
    }
  }

  @Test
  void nothingIsToldBeforeTheTopicIsReadAndThenOnlyWhatChanges() {
    hear("d/a", 1);
    hear("d/a", 2);
    hear("d/b", 1);
    hear(NODE, 1);
    assertTold();
    tables.finish();
    assertTold("nodes {%s=1}".formatted(NODE), "{d/a=2, d/b=1} | [d/a, d/b]");
    assertTold();
    hear("d/b", 3);
    assertTold("{d/a=2, d/b=3} | [d/b]");
    tables.hear("d/a", null);
    tables.hear(NODE, null);
    assertTold("nodes {}", "{d/b=3} | [d/a]");
  }

  @Test
  void routesThatCouldNotBeFollowedAreToldAgain() {
    fails = true;
    hear("d/a", 1);
    tables.finish();
    assertTold("{d/a=1} | [d/a]");
    now = now.plus(RouteTables.AGAIN).minus(MOMENT);
    assertTold();
    hear("d/b", 1);
    assertTold("{d/a=1, d/b=1} | [d/a, d/b]");
    now = now.plus(RouteTables.AGAIN);
    fails = false;
    assertTold("{d/a=1, d/b=1} | [d/a, d/b]");
    now = now.plus(RouteTables.AGAIN);
    assertTold();
  }

  @Test
  void fromTimeToTimeItIsLookedWhetherTheyStand() {
    hear("d/a", 1);
    tables.finish();
    assertTold("{d/a=1} | [d/a]");
    for (int look = 0; look < 2; look++) {
      now = now.plus(RouteTables.LOOK).minus(MOMENT);
      assertTold();
      now = now.plus(MOMENT);
      assertTold("{d/a=1} | []");
    }
  }

  private void hear(String key, int value) {
    tables.hear(key, "{\"v\":%d}".formatted(value).getBytes(StandardCharsets.UTF_8));
  }

  private void assertTold(String... lines) {
    told.clear();
    tables.tell();
    assertThat(told).containsExactly(lines);
  }
}
