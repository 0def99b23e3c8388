package io.shiplog.gateway.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.WrittenObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What nodes may read follows their pods. */
class NodeGraphTest {

  private static final ObjectKey SECRET = Catalogue.SECRETS.key("x", "s");
  private static final ObjectKey POD = Catalogue.PODS.key("x", "a");

  private final ObjectStore store = new ObjectStore();
  private final NodeGraph graph = new NodeGraph(store);
  private long version;

  @Test
  void aSecretIsUsedWhereAPodThatNamesItIsBound() {
    put("a", "");
    assertThat(graph.uses("n1", SECRET)).isFalse();
    put("a", "n1");
    put("b", "n1");
    assertThat(graph.uses("n1", SECRET)).isTrue();
    assertThat(graph.uses("n2", SECRET)).isFalse();
    assertThat(graph.uses("n1", Catalogue.SECRETS.key("y", "s"))).isFalse();
    assertThat(graph.bound("n1", POD)).isTrue();
    assertThat(graph.bound("n2", POD)).isFalse();

    store.apply(POD, ++version, null);
    assertThat(graph.bound("n1", POD)).isFalse();
    assertThat(graph.uses("n1", SECRET)).isTrue();

    store.apply(Catalogue.PODS.key("x", "b"), ++version, null);
    assertThat(graph.uses("n1", SECRET)).isFalse();
  }

  /** More changes than a watch keeps: the graph begins anew, and is right. */
  @Test
  void whatWasMissedIsReadAnew() {
    put("a", "n1");
    assertThat(graph.bound("n1", POD)).isTrue();
    for (int i = 0; i <= Watcher.MAX_WAITING; i++) {
      put("b", "n2");
    }
    store.apply(POD, ++version, null);

    assertThat(graph.bound("n1", POD)).isFalse();
    assertThat(graph.uses("n1", SECRET)).isFalse();
    assertThat(graph.uses("n2", SECRET)).isTrue();
  }

  private void put(String name, String node) {
    ObjectNode pod =
        Json.parseObject(
            """
            {"metadata":{"name":"%s","namespace":"x","uid":"u"},
             "spec":{"nodeName":"%s","imagePullSecrets":[{"name":"s"}]}}"""
                .formatted(name, node)
                .getBytes(StandardCharsets.UTF_8));
    ObjectKey key = Catalogue.PODS.key("x", name);
    WrittenObject written = new WrittenObject(Json.bytes(pod));
    store.apply(key, ++version, StoredObject.of(Catalogue.PODS, key, version, written));
  }
}
