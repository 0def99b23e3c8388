package io.shiplog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events under {@code events.k8s.io/v1} and under {@code v1}: the same objects. */
class EventsV1Test {

  private static final String NEW = "/apis/events.k8s.io/v1/namespaces/told/events";
  private static final String OLD = "/api/v1/namespaces/told/events";

  private static Gateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = Gateway.shared();
    gateway.makeNamespace("told");
  }

  /** As the recorder of client-go's {@code tools/events} makes it. */
  private static String event(String name) {
    return """
    {"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"%s","namespace":"told"},
     "eventTime":"2026-01-01T00:00:00.123456Z","reportingController":"example.com/c",
     "reportingInstance":"c-1","action":"Binding","reason":"Scheduled","note":"said","type":"Normal",
     "regarding":{"kind":"Pod","name":"%s","namespace":"told","apiVersion":"v1"}}"""
        .formatted(name, name);
  }

  private static HttpResponse<String> patch(String path, String type, String body)
      throws Exception {
    return gateway.send(
        gateway
            .request(path)
            .header("Content-Type", "application/" + type)
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void oneObjectIsSeenInBothVersions() throws Exception {
    HttpResponse<String> made = gateway.send("POST", NEW, event("both"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    JsonNode served = Gateway.json(made);
    assertThat(served.path("apiVersion").asText()).isEqualTo("events.k8s.io/v1");
    assertThat(served.path("note").asText()).isEqualTo("said");
    assertThat(served.at("/regarding/name").asText()).isEqualTo("both");
    assertThat(served.has("message") || served.has("involvedObject")).isFalse();

    JsonNode stored = Gateway.json(gateway.get(OLD + "/both"));
    assertThat(stored.path("apiVersion").asText()).isEqualTo("v1");
    assertThat(stored.path("message").asText()).isEqualTo("said");
    assertThat(stored.at("/involvedObject/name").asText()).isEqualTo("both");
    assertThat(stored.path("reportingComponent").asText()).isEqualTo("example.com/c");
    assertThat(stored.path("metadata")).isEqualTo(served.path("metadata"));
  }

  @Test
  void aSeriesIsPatchedAsRecordersDo() throws Exception {
    gateway.send("POST", NEW, event("series"));
    String series =
        "{\"series\":{\"count\":2,\"lastObservedTime\":\"2026-01-01T00:01:00.000000Z\"}}";
    JsonNode patched = Gateway.json(patch(NEW + "/series", "strategic-merge-patch+json", series));
    assertThat(patched.at("/series/count").asInt()).isEqualTo(2);
    assertThat(patched.path("kind").asText()).isEqualTo("Event");
    assertThat(Gateway.json(gateway.get(OLD + "/series")).at("/series/count").asInt()).isEqualTo(2);
  }

  @Test
  void patchesOfEveryKindSpeakOfTheFieldsOfTheirVersion() throws Exception {
    gateway.send("POST", NEW, event("patched"));
    patch(NEW + "/patched", "merge-patch+json", "{\"note\":\"merged\"}");
    assertThat(Gateway.json(gateway.get(OLD + "/patched")).path("message").asText())
        .isEqualTo("merged");
    String operations = "[{\"op\":\"replace\",\"path\":\"/note\",\"value\":\"pointed\"}]";
    JsonNode pointed = Gateway.json(patch(NEW + "/patched", "json-patch+json", operations));
    assertThat(pointed.path("note").asText()).isEqualTo("pointed");
    HttpResponse<String> applied =
        patch(
            NEW + "/applied?fieldManager=me&force=true",
            "apply-patch+yaml",
            event("applied").replace("said", "applied"));
    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(201);
    assertThat(Gateway.json(gateway.get(OLD + "/applied")).path("message").asText())
        .isEqualTo("applied");
  }

  @Test
  void listsTablesAndSelectorsSpeakOfTheirVersion() throws Exception {
    gateway.send("POST", NEW, event("listed"));
    JsonNode list =
        Gateway.json(
            gateway.get(
                NEW
                    + "?fieldSelector=regarding.name%3Dlisted,reportingController%3Dexample.com/c"));
    assertThat(list.path("kind").asText()).isEqualTo("EventList");
    assertThat(list.path("apiVersion").asText()).isEqualTo("events.k8s.io/v1");
    assertThat(list.path("items")).hasSize(1);
    assertThat(list.at("/items/0/note").asText()).isEqualTo("said");
    assertThat(gateway.get(NEW + "?fieldSelector=involvedObject.name%3Dlisted").statusCode())
        .isEqualTo(400);
    JsonNode table =
        Gateway.json(
            gateway.send(
                gateway
                    .request(NEW + "?includeObject=Object&fieldSelector=regarding.name%3Dlisted")
                    .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")));
    assertThat(table.path("kind").asText()).isEqualTo("Table");
    assertThat(table.at("/rows/0/cells/3").asText()).isEqualTo("pod/listed");
    assertThat(table.at("/rows/0/object/note").asText()).isEqualTo("said");
    HttpResponse<String> watched =
        gateway.get(NEW + "?watch=true&timeoutSeconds=1&fieldSelector=regarding.name%3Dlisted");
    assertThat(watched.body()).startsWith("{\"type\":\"ADDED\"").contains("\"note\":\"said\"");
  }

  @Test
  void newEventsMustBeOfTheNewStyle() throws Exception {
    String former =
        """
        {"metadata":{"name":"former"},"type":"Odd","deprecatedCount":2,
         "deprecatedSource":{"component":"c"},"deprecatedFirstTimestamp":"2026-01-01T00:00:00Z",
         "series":{"count":1},"regarding":{"namespace":"told"}}""";
    JsonNode refused = Gateway.json(gateway.send("POST", NEW, former));
    assertThat(refused.path("code").asInt()).isEqualTo(422);
    assertThat(refused.at("/details/causes").findValuesAsText("field"))
        .containsExactly(
            "series.count",
            "series.lastObservedTime",
            "eventTime",
            "type",
            "firstTimestamp",
            "count",
            "source");
    String bare = event("bare").replaceAll("\"(reporting\\w+|action|reason)\":\"[^\"]*\",", "");
    assertThat(
            Gateway.json(gateway.send("POST", NEW, bare))
                .at("/details/causes")
                .findValuesAsText("field"))
        .containsExactly("reportingController", "reportingInstance", "action", "reason");
  }

  @Test
  void itIsFoundAndDeletedByEitherVersion() throws Exception {
    gateway.send("POST", NEW, event("gone"));
    assertThat(gateway.send("DELETE", NEW + "/gone", "").statusCode()).isEqualTo(200);
    assertThat(Gateway.json(gateway.get(NEW + "/gone")).path("message").asText())
        .isEqualTo("events.events.k8s.io \"gone\" not found");
    assertThat(gateway.get(OLD + "/gone").statusCode()).isEqualTo(404);
    JsonNode resources = Gateway.json(gateway.get("/apis/events.k8s.io/v1"));
    assertThat(resources.at("/resources/0/kind").asText()).isEqualTo("Event");
    assertThat(gateway.get("/openapi/v3/apis/events.k8s.io/v1").body())
        .contains("io.k8s.api.events.v1.Event");
  }
}
