package io.shiplog.schemagen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateSchemasTest {

  private static final Map<String, ObjectNode> DEFINITIONS = GenerateSchemas.definitions();

  @Test
  void fieldsThatAreJavaKeywordsKeepTheirNames() {
    assertThat(
            property("io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta", "continue")
                .path("type")
                .asText())
        .isEqualTo("string");
    assertThat(
            property(
                    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps",
                    "x-kubernetes-list-type")
                .path("type")
                .asText())
        .isEqualTo("string");
  }

  @Test
  void namesThatSeveralGroupsUseLeadToTheirOwnClasses() {
    assertThat(DEFINITIONS.get("io.k8s.api.core.v1.Event").path("properties").has("involvedObject"))
        .isTrue();
    assertThat(DEFINITIONS.get("io.k8s.api.events.v1.Event").path("properties").has("regarding"))
        .isTrue();
    assertThat(property("io.k8s.api.core.v1.Endpoints", "subsets").at("/items/$ref").asText())
        .isEqualTo("io.k8s.api.core.v1.EndpointSubset");
  }

  @Test
  void mergeKeysStandOnFieldsAndOnDefinitions() {
    assertThat(property("io.k8s.api.core.v1.Container", "ports").path("x-kubernetes-list-map-keys"))
        .hasToString("[\"containerPort\",\"protocol\"]");
    assertThat(
            DEFINITIONS
                .get("io.k8s.api.core.v1.SecretReference")
                .path("x-kubernetes-map-type")
                .asText())
        .isEqualTo("atomic");
  }

  @Test
  void theSameInputGivesTheSameBytes(@TempDir Path folder) throws IOException {
    Path first = folder.resolve("a/definitions.gz");
    Path second = folder.resolve("b/definitions.gz");
    GenerateSchemas.main(new String[] {first.toString()});
    GenerateSchemas.main(new String[] {second.toString()});
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  private static JsonNode property(String definition, String field) {
    return DEFINITIONS.get(definition).path("properties").path(field);
  }
}
