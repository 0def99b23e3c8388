package io.shiplog.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WatchEventTest {

  private static WatchEvent read(String json) {
    return WatchEvent.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsWhatMattersOfAPod() {
    WatchEvent event =
        read(
            """
            {'type':'MODIFIED','object':{'kind':'Pod','metadata':{'name':'a','namespace':'ns',
            'uid':'u','resourceVersion':'7','managedFields':[{'fieldsV1':{'f:metadata':{'name':'no'}}}],
            'deletionTimestamp':'2026-01-01T00:00:00Z'},
            'spec':{'containers':[{'name':'no'}],'nodeName':'n1','tolerations':[{}]},
            'status':{'conditions':[{'type':'Initialized','status':'True','x':[{}]},
            {'status':'False','type':'Ready'}],'phase':'Running','podIPs':[{'ip':'x'}]}}}
            """);
    assertThat(event)
        .isEqualTo(
            new WatchEvent("MODIFIED", "ns", "a", "u", "7", true, "n1", "Running", "False", false));
    assertThat(event.ofObject()).isTrue();
  }

  @Test
  void knowsATaintedNode() {
    String node = "{'type':'ADDED','object':{'metadata':{'name':'n'},'spec':{'taints':[%s]}}}";
    assertThat(read(node.formatted("")).tainted()).isFalse();
    assertThat(read(node.formatted("{'key':'a','effect':'NoSchedule'},{'key':'b'}")).tainted())
        .isTrue();
  }

  @Test
  void otherLinesTellOfNoObject() {
    assertThat(read("{'type':'BOOKMARK','object':{'metadata':{}}}").ofObject()).isFalse();
    assertThat(read("{'type':'ERROR','object':{'code':410}}").ofObject()).isFalse();
    assertThatThrownBy(() -> read("{'type'")).hasMessageContaining("not an event");
  }
}
