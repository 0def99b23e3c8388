package io.shiplog.agent.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodRoutePlanTest {

  private static final String ACTUAL =
      """
      10.244.1.0/24 via 192.0.2.11 dev eth0\s
      10.244.2.0/24 via 192.0.2.12 dev eth0 linkdown\s
      10.244.9.0/24 dev veth1 scope link\s
      """;

  @Test
  void aNodeNeedsTheWayToEachOtherNode() {
    List<ObjectNode> nodes =
        List.of(
            node("self", "10.244.0.0/24", "192.0.2.10"),
            node("here-too", "10.244.1.0/24", "192.0.2.10"),
            node("other", "10.244.2.0/24", "192.0.2.12"));
    assertThat(PodRoutePlan.desired(nodes, "self", "192.0.2.10"))
        .isEqualTo(Map.of("10.244.2.0/24", "192.0.2.12"));
  }

  @Test
  void onlyWhatDiffersChanges() {
    Map<String, String> actual = PodRoutePlan.read(ACTUAL);
    assertThat(actual)
        .isEqualTo(Map.of("10.244.1.0/24", "192.0.2.11", "10.244.2.0/24", "192.0.2.12"));
    assertThat(PodRoutePlan.changes(actual, actual)).isEmpty();
    Map<String, String> desired =
        Map.of("10.244.2.0/24", "192.0.2.22", "10.244.3.0/24", "192.0.2.13");
    assertThat(PodRoutePlan.changes(desired, actual))
        .containsExactlyInAnyOrder(
            "del 10.244.1.0/24",
            "replace 10.244.2.0/24 via 192.0.2.22",
            "replace 10.244.3.0/24 via 192.0.2.13");
  }

  private static ObjectNode node(String name, String podCidr, String via) {
    return Json.object().put("node", name).put("podCIDR", podCidr).put("via", via);
  }
}
