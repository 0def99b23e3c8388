package io.shiplog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The verbs over HTTP, decided by a real ledger on a real broker. */
class KubeApiTest {

  private static final String MAPS = "/api/v1/namespaces/verbs/configmaps";

  private static Gateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = Gateway.shared();
    gateway.makeNamespace("verbs");
  }

  @Test
  void whoeverWritesReadsItsOwnWrite() throws Exception {
    HttpResponse<String> created = create("own", "\"data\":{\"a\":\"1\"}");
    assertThat(created.statusCode()).isEqualTo(201);
    String version = Gateway.json(created).at("/metadata/resourceVersion").asText();

    HttpResponse<String> read = gateway.get(MAPS + "/own");
    assertThat(read.body().strip()).isEqualTo(created.body().strip());

    JsonNode list = Gateway.json(gateway.get(MAPS));
    assertThat(list.path("kind").asText()).isEqualTo("ConfigMapList");
    assertThat(list.at("/metadata/resourceVersion").asLong())
        .isGreaterThanOrEqualTo(Long.parseLong(version));
  }

  @Test
  void aStaleUpdateIsAConflictAndAFreshOneIsNot() throws Exception {
    JsonNode first = Gateway.json(create("stale", "\"data\":{\"a\":\"1\"}"));
    String fresh = first.toString().replace("\"a\":\"1\"", "\"a\":\"2\"");
    assertThat(gateway.send("PUT", MAPS + "/stale", fresh).statusCode()).isEqualTo(200);

    HttpResponse<String> stale =
        gateway.send("PUT", MAPS + "/stale", fresh.replace("\"a\":\"2\"", "\"a\":\"3\""));
    assertThat(stale.statusCode()).isEqualTo(409);
    assertThat(Gateway.json(stale).path("reason").asText()).isEqualTo("Conflict");
  }

  @Test
  void aMergePatchChangesWhatItNames() throws Exception {
    create("patched", "\"data\":{\"a\":\"1\",\"b\":\"1\"}");
    HttpResponse<String> patched =
        gateway.send(
            gateway
                .request(MAPS + "/patched")
                .header("Content-Type", "application/merge-patch+json")
                .method(
                    "PATCH",
                    HttpRequest.BodyPublishers.ofString("{\"data\":{\"a\":null,\"c\":\"2\"}}")));

    assertThat(patched.statusCode()).isEqualTo(200);
    assertThat(Gateway.json(patched).path("data").toString())
        .isEqualTo("{\"b\":\"1\",\"c\":\"2\"}");
  }

  @Test
  void aDryRunAnswersAndChangesNothing() throws Exception {
    HttpResponse<String> dry =
        gateway.send("POST", MAPS + "?dryRun=All", "{\"metadata\":{\"name\":\"dry\"}}");

    assertThat(dry.statusCode()).isEqualTo(201);
    assertThat(Gateway.json(dry).at("/metadata/name").asText()).isEqualTo("dry");
    assertThat(gateway.get(MAPS + "/dry").statusCode()).isEqualTo(404);
  }

  @Test
  void aDeleteSaysWhatWentAndOptionsMayLackTheirKind() throws Exception {
    String uid = Gateway.json(create("gone", "")).at("/metadata/uid").asText();
    HttpResponse<String> wrong =
        gateway.send("DELETE", MAPS + "/gone", "{\"preconditions\":{\"uid\":\"other\"}}");
    assertThat(wrong.statusCode()).isEqualTo(409);

    HttpResponse<String> deleted =
        gateway.send("DELETE", MAPS + "/gone", "{\"propagationPolicy\":\"Background\"}");
    assertThat(deleted.statusCode()).isEqualTo(200);
    JsonNode status = Gateway.json(deleted);
    assertThat(status.path("status").asText()).isEqualTo("Success");
    assertThat(status.at("/details/uid").asText()).isEqualTo(uid);
    assertThat(status.at("/details/kind").asText()).isEqualTo("configmaps");
    assertThat(gateway.get(MAPS + "/gone").statusCode()).isEqualTo(404);
  }

  @Test
  void pagesFollowOneAnotherWithoutGapOrRepetition() throws Exception {
    gateway.makeNamespace("pages");
    String maps = "/api/v1/namespaces/pages/configmaps";
    for (String name : List.of("e", "b", "d", "a", "c")) {
      gateway.send("POST", maps, "{\"metadata\":{\"name\":\"" + name + "\"}}");
    }
    List<String> names = new ArrayList<>();
    List<Long> remaining = new ArrayList<>();
    Set<String> versions = new HashSet<>();
    String token = "";
    do {
      JsonNode page = Gateway.json(gateway.get(maps + "?limit=2&continue=" + token));
      versions.add(page.at("/metadata/resourceVersion").asText());
      gateway.send("DELETE", maps + "/e", "");
      gateway.send("POST", maps, "{\"metadata\":{\"name\":\"c" + names.size() + "\"}}");
      page.path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
      remaining.add(page.at("/metadata/remainingItemCount").asLong());
      token = page.at("/metadata/continue").asText();
    } while (!token.isEmpty());

    assertThat(names).containsExactly("a", "b", "c", "d", "e");
    assertThat(remaining).containsExactly(3L, 1L, 0L);
    assertThat(versions).as("the first page's, from which a watch misses nothing").hasSize(1);
    String version = "resourceVersion=" + versions.iterator().next();
    List<String> now = List.of("a", "b", "c", "c0", "c2", "c4", "d");
    assertThat(names(gateway.get(maps + "?resourceVersionMatch=Exact&" + version)))
        .containsExactly("a", "b", "c", "d", "e");
    assertThat(names(gateway.get(maps + "?limit=100&" + version))).contains("e");
    assertThat(names(gateway.get(maps + "?resourceVersionMatch=NotOlderThan&" + version)))
        .isEqualTo(now);
    assertThat(names(gateway.get(maps))).isEqualTo(now);
  }

  @Test
  void aListThatIsTooOldToGoOnSaysHowToGoOnAllTheSame() throws Exception {
    gateway.makeNamespace("long-ago");
    String maps = "/api/v1/namespaces/long-ago/configmaps";
    for (String name : List.of("a", "b", "c")) {
      gateway.send("POST", maps, "{\"metadata\":{\"name\":\"" + name + "\"}}");
    }
    ContinueToken before = new ContinueToken(1, Catalogue.CONFIGMAPS.key("long-ago", "a"));
    JsonNode status = before.expired();
    assertThat(status.path("code").asInt()).isEqualTo(410);
    assertThat(status.path("reason").asText()).isEqualTo("Expired");
    assertThat(status.path("message").asText()).contains("inconsistent list");

    String token = status.at("/metadata/continue").asText();
    JsonNode page = Gateway.json(gateway.get(maps + "?limit=1&continue=" + token));
    assertThat(page.at("/items/0/metadata/name").asText()).isEqualTo("b");
    String last = page.at("/metadata/continue").asText();
    assertThat(ContinueToken.parse(last, Catalogue.CONFIGMAPS).resourceVersion()).isPositive();
    assertThat(names(gateway.get(maps + "?limit=1&continue=" + last))).containsExactly("c");
  }

  @Test
  void selectorsNarrowAListAndACollectionDelete() throws Exception {
    gateway.makeNamespace("selected");
    String maps = "/api/v1/namespaces/selected/configmaps";
    for (String name : List.of("x", "y")) {
      String labels = ",\"labels\":{\"name\":\"" + name + "\"}";
      gateway.send("POST", maps, "{\"metadata\":{\"name\":\"" + name + "\"" + labels + "}}");
    }
    assertThat(names(gateway.get(maps + "?labelSelector=name%3Dx"))).containsExactly("x");
    assertThat(names(gateway.get(maps + "?fieldSelector=metadata.name!%3Dx"))).containsExactly("y");

    HttpResponse<String> deleted = gateway.send("DELETE", maps + "?labelSelector=name%3Dx", "");
    assertThat(names(deleted)).containsExactly("x");
    assertThat(names(gateway.get(maps))).containsExactly("y");
  }

  @Test
  void aReadOfAVersionThatHasNotComeTimesOut() throws Exception {
    HttpResponse<String> future = gateway.get(MAPS + "?resourceVersion=999999999");

    assertThat(future.statusCode()).isEqualTo(504);
    assertThat(Gateway.json(future).at("/details/causes/0/reason").asText())
        .isEqualTo("ResourceVersionTooLarge");
  }

  @Test
  void objectsAreShownAsTheClientAsks() throws Exception {
    create("shown", "\"data\":{\"a\":\"1\"}");
    String table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    JsonNode asTable = Gateway.json(gateway.send(accepting(table)));
    assertThat(asTable.path("kind").asText()).isEqualTo("Table");
    assertThat(asTable.at("/rows/0/cells/0").asText()).isEqualTo("shown");

    String partial = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
    JsonNode asPartial = Gateway.json(gateway.send(accepting(partial)));
    assertThat(asPartial.path("kind").asText()).isEqualTo("PartialObjectMetadata");
    assertThat(asPartial.has("data")).isFalse();

    HttpResponse<String> yaml = gateway.send(accepting("application/yaml"));
    assertThat(yaml.headers().firstValue("Content-Type")).contains("application/yaml");
    assertThat(yaml.body()).contains("\ndata:\n  a: \"1\"\n");
  }

  @Test
  void aYamlBodyIsAsGoodAsJson() throws Exception {
    HttpResponse<String> created =
        gateway.send(
            gateway
                .request(MAPS)
                .header("Content-Type", "application/yaml")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "metadata:\n  name: from-yaml\ndata:\n  a: |\n    line\n")));

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(Gateway.json(created).at("/data/a").asText()).isEqualTo("line\n");
  }

  private static HttpRequest.Builder accepting(String mediaType) {
    return gateway.request(MAPS + "/shown").header("Accept", mediaType);
  }

  private static HttpResponse<String> create(String name, String more) throws Exception {
    String rest = more.isEmpty() ? "" : "," + more;
    return gateway.send("POST", MAPS, "{\"metadata\":{\"name\":\"" + name + "\"}" + rest + "}");
  }

  private static List<String> names(HttpResponse<String> list) {
    List<String> names = new ArrayList<>();
    Gateway.json(list).path("items").forEach(i -> names.add(i.at("/metadata/name").asText()));
    return names;
  }

  @Test
  void aliasesAndMergeKeysAreWhatTheyStandFor() throws Exception {
    String text =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: alias, labels: &l {app: x}}
        data:
          <<: *l
          t: &x two
          u: *x
          yes: "1"
          at: 12:30:45
        """;
    String data = "{\"app\":\"x\",\"t\":\"two\",\"u\":\"two\",\"true\":\"1\",\"at\":\"12:30:45\"}";
    HttpResponse<String> posted = gateway.send(yaml(MAPS, "application/yaml", "POST", text));
    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(201);
    assertThat(Gateway.json(posted).path("data")).isEqualTo(Json.parseObject(data));
    HttpResponse<String> applied =
        gateway.send(
            yaml(
                MAPS + "/alias?fieldManager=m&force=true",
                "application/apply-patch+yaml",
                "PATCH",
                text));
    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    assertThat(Gateway.json(applied).path("data")).isEqualTo(Json.parseObject(data));
  }

  @Test
  void keysThatAreAppliedTwiceAreToldAndStrictlyRefused() throws Exception {
    String text =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: t}\ndata: {a: b}\ndata: {a: c}\n";
    String remark =
        "error converting YAML to JSON: yaml: unmarshal errors:\n"
            + "  line 5: key \"data\" already set in map";
    String path = MAPS + "/t?fieldManager=m&dryRun=All&fieldValidation=";
    String type = "application/apply-patch+yaml";
    HttpResponse<String> refused = gateway.send(yaml(path + "Strict", type, "PATCH", text));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Gateway.json(refused).path("message").asText())
        .isEqualTo("error strict decoding YAML: " + remark);
    HttpResponse<String> warned = gateway.send(yaml(path + "Warn", type, "PATCH", text));
    assertThat(warned.statusCode()).isEqualTo(201);
    assertThat(Gateway.json(warned).at("/data/a").asText()).isEqualTo("c");
    assertThat(warned.headers().firstValue("Warning").orElse(""))
        .contains("key \\\"data\\\" already set in map");
  }

  @Test
  void textsThatLookLikeSomethingElseAreQuotedInYaml() throws Exception {
    create(
        "words",
        "\"data\":{\"a\":\"2024-01-01\",\"b\":\"0x1F\",\"c\":\"1_000\",\"d\":\"12:30:45\",\"y\":\".inf\"}");
    String shown =
        gateway
            .send(gateway.request(MAPS + "/words").header("Accept", "application/yaml").GET())
            .body();
    assertThat(shown)
        .contains(
            """
            data:
              a: "2024-01-01"
              b: "0x1F"
              c: "1_000"
              d: "12:30:45"
              "y": ".inf"
            """);
  }

  private static HttpRequest.Builder yaml(String path, String type, String method, String text) {
    return gateway
        .request(path)
        .header("Content-Type", type)
        .method(method, HttpRequest.BodyPublishers.ofString(text));
  }
}
