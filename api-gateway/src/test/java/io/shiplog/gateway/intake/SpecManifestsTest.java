package io.shiplog.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Verb;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecManifestsTest {

  private static final String CONFIG_MAP = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}";

  @Test
  void aPlainManifestIsAppliedInTheDefaultNamespaceUnderItsPlaceInTheTopic() {
    SpecManifests.Spec spec = SpecManifests.read(record(CONFIG_MAP, Map.of()));
    assertThat(spec.id()).isEqualTo("specs-0@17");
    Operation operation = spec.operations().getFirst();
    assertThat(operation.key()).hasToString("configmaps/default/a");
    assertThat(operation.patchType()).isEqualTo(PatchType.APPLY);
    assertThat(operation.body().at("/metadata/namespace").asText()).isEqualTo("default");
    assertThat(operation.options().fieldManager()).isEqualTo("specs");
  }

  @Test
  void severalDocumentsBecomeOneCommandInTheirOrder() {
    String two =
        CONFIG_MAP + "\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: b}}\n---\n";
    assertThat(SpecManifests.read(record(two, Map.of("command-id", "mine"))))
        .satisfies(spec -> assertThat(spec.id()).isEqualTo("mine"))
        .extracting(spec -> spec.operations().stream().map(o -> o.key().toString()).toList())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .containsExactly("configmaps/default/a", "namespaces//b");
  }

  @Test
  void listsAreTheirItemsAndAliasesWhatTheyStandFor() {
    String list =
        """
        apiVersion: v1
        kind: List
        items:
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: &l {app: x}}, data: {<<: *l, t: &x two, u: *x}}
        - apiVersion: v1
          kind: ConfigMapList
          items: [{metadata: {name: b}}]
        """;
    List<Operation> operations = SpecManifests.read(record(list, Map.of())).operations();
    assertThat(operations)
        .extracting(operation -> operation.key().toString())
        .containsExactly("configmaps/default/a", "configmaps/default/b");
    assertThat(operations.getFirst().body().path("data").toString())
        .isEqualTo("{\"app\":\"x\",\"t\":\"two\",\"u\":\"two\"}");
  }

  @Test
  void cloudEventsInBinaryAndStructuredModeSayTheSame() {
    Map<String, String> headers =
        Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            "e1",
            "ce_source",
            "/ci",
            "ce_type",
            "app.applied",
            "content-type",
            "application/yaml");
    SpecManifests.Spec binary = SpecManifests.read(record(CONFIG_MAP, headers));
    String envelope =
        """
        {"specversion":"1.0","id":"e1","source":"/ci","type":"app.applied","datacontenttype":"application/json",
         "data":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}}
        """;
    SpecManifests.Spec structured =
        SpecManifests.read(
            record(envelope, Map.of("content-type", "application/cloudevents+json")));
    assertThat(binary.id()).isEqualTo("e1@/ci");
    assertThat(binary.once()).isEqualTo("e1@/ci");
    assertThat(structured).isEqualTo(binary);
    for (String type : List.of("", "application/json")) {
      Map<String, String> untold = type.isEmpty() ? Map.of() : Map.of("content-type", type);
      assertThat(SpecManifests.read(record(envelope, untold))).isEqualTo(binary);
    }
  }

  @Test
  void dataMayBeBytesInBase64() {
    String data = Base64.getEncoder().encodeToString(CONFIG_MAP.getBytes(StandardCharsets.UTF_8));
    String envelope =
        """
        {"specversion":"1.0","id":"e1","source":"/ci","type":"app.applied",
         "datacontenttype":"application/yaml","data_base64":"%s"}
        """
            .formatted(data);
    assertThat(SpecManifests.read(record(envelope, Map.of())).operations().getFirst().key())
        .hasToString("configmaps/default/a");
  }

  @Test
  void aPlainRecordIsKnownByItsIdAndWhatItHolds() {
    Map<String, String> mine = Map.of("command-id", "mine");
    String once = SpecManifests.read(record(CONFIG_MAP, mine)).once();
    assertThat(SpecManifests.read(record(CONFIG_MAP, mine)).once()).isEqualTo(once);
    assertThat(SpecManifests.read(record(CONFIG_MAP + "\n", mine)).once()).isNotEqualTo(once);
    assertThat(SpecManifests.read(record(CONFIG_MAP, Map.of())).once()).startsWith("specs-0@17 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/cloudevents-batch+json | []                                    | send each event as a record of its own
          ''                                 | [{"specversion":"1.0"}]               | send each event as a record of its own
          ''                                 | {"specversion":"1.0","id":"1"}        | not a CloudEvent
          application/cloudevents+json       | {"specversion":"1.0","id":"1"}        | not a CloudEvent
          """)
  void whatIsNoEventOrSeveralIsRefusedInWords(String type, String text, String reason) {
    Map<String, String> headers = type.isEmpty() ? Map.of() : Map.of("content-type", type);
    assertThatThrownBy(() -> SpecManifests.read(record(text, headers)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void anEventOfADeletionDeletes() {
    Map<String, String> headers =
        Map.of(
            "ce_specversion", "1.0", "ce_id", "e1", "ce_source", "/ci", "ce_type", "app.deleted");
    assertThat(SpecManifests.read(record(CONFIG_MAP, headers)).operations().getFirst().verb())
        .isEqualTo(Verb.DELETE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                    | the record is empty
          # only a comment                                      | holds no manifest
          just words                                            | must be an object
          {a: [}                                                | document 1, line 1: did not find expected node content
          {a: 1, a: 2}                                          | document 1, line 1: key "a" already set in map
          {apiVersion: v1, kind: Pod, metadata: {generateName: g-}} | from g-: cannot use generate name with apply
          {apiVersion: v1, kind: PodList, items: [x]}           | an item of the PodList is no object
          {apiVersion: v9, kind: Pod, metadata: {name: a}}      | no matches for kind "Pod" in version "v9"
          {apiVersion: v1, kind: Pod}                           | must name its object
          """)
  void whatIsNoManifestIsRefusedWithItsReason(String text, String reason) {
    assertThatThrownBy(() -> SpecManifests.read(record(text, Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void whatNestsTooDeepIsRefusedPlainAndInAnEvent() {
    String deep = CONFIG_MAP.indent(0) + "x: " + "[".repeat(5_000) + "]".repeat(5_000);
    String event =
        "{'specversion':'1.0','id':'e','source':'/ci','type':'t','data':{'a':".replace('\'', '"')
            + "[".repeat(900)
            + "]".repeat(900)
            + "}}";
    Map<String, String> structured = Map.of("content-type", "application/cloudevents+json");
    for (var record : List.of(record(deep, Map.of()), record(event, structured))) {
      assertThatThrownBy(() -> SpecManifests.read(record))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aBrokenCloudEventIsRefused() {
    assertThatThrownBy(
            () ->
                SpecManifests.read(
                    record("{}", Map.of("content-type", "application/cloudevents+json"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a CloudEvent");
  }

  private static ConsumerRecord<String, byte[]> record(String value, Map<String, String> headers) {
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>("specs", 0, 17, null, value.getBytes(StandardCharsets.UTF_8));
    headers.forEach(
        (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return record;
  }
}
