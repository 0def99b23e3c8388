package io.shiplog.gateway.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.select.FieldLabels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutlineTest {

  /** Every selectable field of every kind has a value here that is not the one of an absence. */
  private static final String OBJECT =
      """
      {"apiVersion": "v1", "kind": "Any", "type": "Opaque", "reason": "Started",
       "reportingComponent": "kubelet", "source": {"component": "agent"},
       "metadata": {"name": "a", "namespace": "b", "uid": "u", "labels": {"app": "web", "x": "y"},
         "ownerReferences": [{"name": "owner", "uid": "o"}],
         "managedFields": [{"fieldsV1": {"f:spec": {"f:labels": {}}}}]},
       "spec": {"nodeName": "n", "restartPolicy": "Never", "schedulerName": "s",
         "serviceAccountName": "sa", "hostNetwork": true, "unschedulable": true,
         "clusterIP": "10.96.0.7", "type": "NodePort",
         "template": {"metadata": {"labels": {"deep": "no"}}}, "containers": [{"name": "c"}]},
       "status": {"phase": "Running", "podIP": "10.244.0.2", "nominatedNodeName": "m",
         "replicas": 7, "conditions": [{"type": "Ready"}]},
       "involvedObject": {"kind": "Pod", "namespace": "b", "name": "p", "uid": "i",
         "apiVersion": "v1", "resourceVersion": "9", "fieldPath": "spec"}}
      """;

  @Test
  void showsSelectorsWhatTheWholeObjectShows() {
    byte[] bytes = OBJECT.getBytes(StandardCharsets.UTF_8);
    ObjectNode whole = Json.parseObject(bytes);
    ObjectNode outline = Outline.of(bytes);
    for (ResourceType type : Catalogue.ALL) {
      assertThat(FieldLabels.values(type, outline))
          .as(type.qualifiedName())
          .isEqualTo(FieldLabels.values(type, whole));
    }
    KubeObject seen = new KubeObject(outline);
    assertThat(seen.labels()).isEqualTo(new KubeObject(whole).labels()).hasSize(2);
    assertThat(seen.uid()).isEqualTo("u");
  }

  @Test
  void passesOverWhatIsDeeper() {
    ObjectNode outline = Outline.of(OBJECT.getBytes(StandardCharsets.UTF_8));
    assertThat(Json.at(outline, "spec", "template").isMissingNode()).isTrue();
    assertThat(Json.at(outline, "metadata", "managedFields").isMissingNode()).isTrue();
  }

  @Test
  void refusesWhatIsNoObject() {
    for (String text : new String[] {"", "[]", "3", "{\"a\":1", "{} {}", "{\"a\" 1}"}) {
      assertThatThrownBy(() -> Outline.of(text.getBytes(StandardCharsets.UTF_8)))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
