package io.shiplog.model.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.error.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSelectorTest {

  private static final String POD =
      """
      {"metadata":{"name":"web","namespace":"shop"},
       "spec":{"nodeName":"n1"},"status":{"phase":"Running"}}
      """;
  private static final String EVENT =
      """
      {"metadata":{"name":"e,1","namespace":"shop"},"reportingComponent":"kubelet",
       "involvedObject":{"kind":"Pod","name":"web"},"reason":"a=b","type":"Normal"}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pods   | ''                                     | true",
        "pods   | metadata.name=web                      | true",
        "pods   | metadata.name==web,                    | true",
        "pods   | metadata.name=web,status.phase!=Failed | true",
        "pods   | metadata.name=web,status.phase!=Running| false",
        "pods   | metadata.namespace=other               | false",
        "pods   | spec.nodeName=                         | false",
        "pods   | status.podIP=                          | true",
        "pods   | spec.hostNetwork=false                 | true",
        "events | involvedObject.kind=Pod,type=Normal    | true",
        "events | source=kubelet                         | true",
        "events | metadata.name=e\\,1                    | true",
        "events | reason!=a\\=b                          | false",
      })
  void matches(String resource, String text, boolean expected) {
    var type = Catalogue.byQualifiedName(resource).orElseThrow();
    var object = Json.parseObject(resource.equals("pods") ? POD : EVENT);
    assertThat(FieldSelector.parse(type, text).matches(type, object)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pods       | spec.foo=1          | field label not supported: spec.foo",
        "nodes      | metadata.namespace=x| field label not supported: metadata.namespace",
        "configmaps | data=1 | \"data\" is not a known field selector: only \"metadata.name\","
            + " \"metadata.namespace\"",
        "pods       | status.phase        | invalid selector: 'status.phase'; can't understand"
            + " 'status.phase'",
        "pods       | status.phase=a=b    | invalid selector: 'status.phase=a=b'; can't understand"
            + " 'a=b'",
      })
  void refuses(String resource, String text, String message) {
    var type = Catalogue.byQualifiedName(resource).orElseThrow();
    assertThatThrownBy(() -> FieldSelector.parse(type, text))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.status().code()).isEqualTo(400);
              assertThat(e.status().message()).isEqualTo(message);
            });
  }

  @Test
  void tellsTheOneNameItAsksFor() {
    FieldSelector selector = FieldSelector.parse(Catalogue.PODS, "metadata.name=web");
    assertThat(selector.exact("metadata.name")).contains("web");
    assertThat(selector.exact("spec.nodeName")).isEmpty();
    assertThat(FieldSelector.parse(Catalogue.PODS, "metadata.name!=web").exact("metadata.name"))
        .isEmpty();
  }
}
