package io.shiplog.model.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import org.junit.jupiter.api.Test;

class ObjectTableTest {

  private final ObjectTable table = new ObjectTable();

  private void put(String namespace, String name, String owners) {
    table.apply(
        Catalogue.PODS.key(namespace, name),
        new KubeObject(
            Json.parseObject(
                "{'metadata':{'ownerReferences':[%s]}}".formatted(owners).replace('\'', '"'))));
  }

  @Test
  void knowsWhichPodsOfANamespaceHaveNoController() {
    put("a", "controlled", "{'uid':'u','controller':true}");
    put("a", "owned", "{'uid':'u'}");
    put("a", "bare", "");
    put("ab", "elsewhere", "");
    assertThat(table.uncontrolled(Catalogue.PODS, "a"))
        .extracting(key -> key.name())
        .containsExactly("bare", "owned");
    put("a", "bare", "{'uid':'v'},{'uid':'u','controller':true}");
    put("a", "controlled", "");
    table.apply(Catalogue.PODS.key("a", "owned"), null);
    assertThat(table.uncontrolled(Catalogue.PODS, "a"))
        .extracting(key -> key.name())
        .containsExactly("controlled");
    assertThat(table.uncontrolled(Catalogue.REPLICASETS, "a")).isEmpty();
    assertThatThrownBy(() -> table.uncontrolled(Catalogue.NODES, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
