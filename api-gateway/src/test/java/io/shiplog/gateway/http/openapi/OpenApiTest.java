package io.shiplog.gateway.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.http.discovery.Document;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import io.shiplog.model.schema.Schemas;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenApiTest {

  private static final String SPEC = "io.k8s.api.apps.v1.DeploymentSpec";

  private final OpenApi openApi = new OpenApi(Schemas.builtin(), Catalogue.ALL);

  @Test
  void theIndexLeadsToEveryDocument() {
    JsonNode paths = json(openApi.v3Index()).path("paths");
    for (ResourceType type : Catalogue.ALL) {
      Document document = openApi.v3(type.group(), type.version()).orElseThrow();
      assertThat(paths.path(Urls.relative(type)).path("serverRelativeURL").asText())
          .isEqualTo("/openapi/v3/" + Urls.relative(type) + "?hash=" + document.hash());
    }
    assertThat(openApi.v3("apps", "v9")).isEmpty();
  }

  @Test
  void everyKindHasItsSchemaWithItsNameOnIt() {
    for (ResourceType type : Catalogue.ALL) {
      JsonNode schemas = v3(type.group(), type.version()).path("components").path("schemas");
      assertThat(schemas.path(type.definition()).path("x-kubernetes-group-version-kind"))
          .containsExactly(gvk(type.group(), type.version(), type.kind()));
      assertThat(schemas.has(type.definition() + "List")).as(type.kind()).isTrue();
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    JsonNode v2 = json(openApi.v2(null));
    assertThat(v2.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(ref -> assertThat(v2.at(pointer(ref)).isMissingNode()).as(ref).isFalse());
    for (ResourceType type : Catalogue.ALL) {
      JsonNode v3 = v3(type.group(), type.version());
      assertThat(v3.findValuesAsText("$ref"))
          .isNotEmpty()
          .allSatisfy(ref -> assertThat(v3.at(pointer(ref)).isMissingNode()).as(ref).isFalse());
    }
  }

  @Test
  void patchesSayTheirKindAndThatFieldsAreValidated() {
    String path = "/apis/apps/v1/namespaces/{namespace}/deployments/{name}";
    for (JsonNode document : List.of(json(openApi.v2(null)), v3("apps", "v1"))) {
      JsonNode patch = document.path("paths").path(path).path("patch");
      assertThat(patch.path("x-kubernetes-group-version-kind"))
          .isEqualTo(gvk("apps", "v1", "Deployment"));
      assertThat(patch.path("parameters").findValuesAsText("name")).contains("fieldValidation");
      assertThat(patch.path("operationId").asText()).isEqualTo("patchAppsV1NamespacedDeployment");
    }
  }

  @Test
  void operationsHaveNamesOfTheirOwn() {
    List<String> ids = json(openApi.v2(null)).findValuesAsText("operationId");
    assertThat(ids)
        .doesNotHaveDuplicates()
        .contains(
            "listCoreV1PodForAllNamespaces",
            "deleteCoreV1CollectionNamespacedPod",
            "readAppsV1NamespacedDeploymentScale",
            "createCoreV1NamespacedPodBinding",
            "readCoreV1Node");
  }

  @Test
  void listsSayHowTheyMerge() {
    JsonNode definitions = json(openApi.v2(null)).path("definitions");
    JsonNode ports = definitions.at("/io.k8s.api.core.v1.Container/properties/ports");
    assertThat(ports.path("x-kubernetes-list-type").asText()).isEqualTo("map");
    assertThat(ports.path("x-kubernetes-list-map-keys"))
        .hasToString("[\"containerPort\",\"protocol\"]");
    assertThat(ports.path("x-kubernetes-patch-merge-key").asText()).isEqualTo("containerPort");
    assertThat(
            definitions
                .at("/io.k8s.api.core.v1.PodSpec/properties/volumes")
                .path("x-kubernetes-patch-strategy")
                .asText())
        .isEqualTo("merge,retainKeys");
    assertThat(
            definitions
                .at("/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta/properties/finalizers")
                .path("x-kubernetes-patch-strategy")
                .asText())
        .isEqualTo("merge");
  }

  @Test
  void referencesWithMoreToSayAreWrapped() {
    JsonNode spec = v3("apps", "v1").at("/components/schemas/" + SPEC + "/properties/strategy");
    assertThat(spec.at("/allOf/0/$ref").asText())
        .isEqualTo("#/components/schemas/io.k8s.api.apps.v1.DeploymentStrategy");
    assertThat(spec.path("x-kubernetes-patch-strategy").asText()).isEqualTo("retainKeys");
  }

  @Test
  void fieldsWithoutWordsOfTheirOwnSayWhatTheyHold() {
    JsonNode kind = v3("apps", "v1").at("/components/schemas/io.k8s.api.apps.v1.Deployment");
    assertThat(kind.at("/properties/spec/description").asText())
        .contains("desired behavior")
        .endsWith(".");
  }

  @Test
  void theProtobufFormSaysWhatTheJsonFormSays() {
    Document document = openApi.v2("application/com.github.proto-openapi.spec.v2@v1.0+protobuf");
    assertThat(document.contentType())
        .isEqualTo("application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
    JsonNode json = json(openApi.v2("application/json"));
    WireReader root = new WireReader(document.body());
    assertThat(root.texts(1)).containsExactly("2.0");
    Map<String, WireReader> paths = root.only(8).named(2);
    assertThat(paths.keySet()).containsExactlyElementsOf(names(json.path("paths")));
    Map<String, WireReader> definitions = root.only(9).named(1);
    assertThat(definitions.keySet()).containsExactlyElementsOf(names(json.path("definitions")));
    Map<String, WireReader> fields = definitions.get(SPEC).only(25).named(1);
    assertThat(fields.get("template").texts(1))
        .containsExactly("#/definitions/io.k8s.api.core.v1.PodTemplateSpec");
    assertThat(fields.get("replicas").only(22).texts(1)).containsExactly("integer");
    assertThat(fields.get("replicas").texts(2)).containsExactly("int32");
    assertThat(definitions.get(SPEC).texts(19)).containsExactly("selector", "template");
    WireReader patch = paths.get("/apis/apps/v1/namespaces/{namespace}/deployments/{name}").only(8);
    assertThat(patch.named(13).get("x-kubernetes-group-version-kind").texts(2))
        .containsExactly("{\"group\":\"apps\",\"kind\":\"Deployment\",\"version\":\"v1\"}\n");
  }

  private JsonNode v3(String group, String version) {
    return json(openApi.v3(group, version).orElseThrow());
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static String pointer(String reference) {
    return reference.substring(1);
  }

  private static ObjectNode gvk(String group, String version, String kind) {
    return Json.object().put("group", group).put("kind", kind).put("version", version);
  }

  private static JsonNode json(Document document) {
    return Json.parse(document.body());
  }
}
