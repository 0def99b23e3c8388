package io.shiplog.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ResourceType;
import io.shiplog.model.schema.Schema.ListKind;
import io.shiplog.model.schema.Schema.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemasTest {

  private static final String CORE = "io.k8s.api.core.v1.";
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  private final Schemas schemas = Schemas.builtin();

  @Test
  void everyServedKindHasASchemaWithTheFieldsThatEveryObjectHas() {
    for (ResourceType type : Catalogue.ALL) {
      assertThat(schemas.definition(type.definition()))
          .as(type.definition())
          .hasValueSatisfying(
              schema ->
                  assertThat(schema.properties()).containsKeys("apiVersion", "kind", "metadata"));
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (String name : schemas.names()) {
      schemas
          .definition(name)
          .orElseThrow()
          .properties()
          .forEach((field, schema) -> assertResolves(name + "." + field, schema));
    }
  }

  private void assertResolves(String where, Schema schema) {
    if (!schema.reference().isEmpty()) {
      assertThat(schemas.names()).as(where).contains(schema.reference());
    }
    if (schema.type() == Type.ARRAY) {
      assertResolves(where + "[]", schema.items());
    }
    if (schema.values() != null) {
      assertResolves(where + "{}", schema.values());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "io.k8s.api.core.v1.ServicePort,port,INTEGER,int32",
    "io.k8s.api.core.v1.ServicePort,targetPort,INT_OR_STRING,int-or-string",
    "io.k8s.api.core.v1.EmptyDirVolumeSource,sizeLimit,INT_OR_STRING,quantity",
    "io.k8s.api.core.v1.Container,stdin,BOOLEAN,''",
    "io.k8s.api.core.v1.PodSpec,activeDeadlineSeconds,INTEGER,int64",
    "io.k8s.api.coordination.v1.LeaseSpec,renewTime,STRING,date-time",
    "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta,creationTimestamp,STRING,date-time",
    "io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry,fieldsV1,ANY,''",
    "io.k8s.api.apps.v1.ControllerRevision,data,ANY,''",
    "io.k8s.api.apps.v1.DeploymentSpec,template,OBJECT,''",
    "io.k8s.api.core.v1.PodSpec,containers,ARRAY,''",
  })
  void valuesHaveTheirTypes(String definition, String field, Type type, String format) {
    Schema schema = field(definition, field);
    assertThat(schema.type()).isEqualTo(type);
    assertThat(schema.format()).isEqualTo(format);
  }

  @Test
  void mapsSayWhatTheirValuesAre() {
    assertThat(field(CORE + "Secret", "data").values().format()).isEqualTo("byte");
    assertThat(field(CORE + "ResourceRequirements", "limits").values().format())
        .isEqualTo(Schemas.QUANTITY);
    assertThat(field(META + "ObjectMeta", "labels").values().type()).isEqualTo(Type.STRING);
  }

  @ParameterizedTest
  @CsvSource({
    "io.k8s.api.core.v1.PodSpec,containers,MAP,name,name",
    "io.k8s.api.core.v1.Container,ports,MAP,containerPort protocol,containerPort",
    "io.k8s.api.core.v1.ServiceSpec,ports,MAP,port protocol,port",
    "io.k8s.api.core.v1.PodSpec,topologySpreadConstraints,MAP,"
        + "topologyKey whenUnsatisfiable,topologyKey",
    "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta,finalizers,SET,'',*",
    "io.k8s.api.core.v1.PodStatus,hostIPs,ATOMIC,'',ip",
    "io.k8s.api.core.v1.Container,command,ATOMIC,'',''",
    "io.k8s.api.core.v1.PodSpec,tolerations,ATOMIC,'',''",
  })
  void listsMergeByTheirKeys(
      String definition, String field, ListKind kind, String keys, String patchKey) {
    Schema schema = field(definition, field);
    assertThat(schema.list()).isEqualTo(kind);
    assertThat(schema.mergeKeys()).isEqualTo(keys.isEmpty() ? List.of() : List.of(keys.split(" ")));
    assertThat(schema.patchMergeKey()).isEqualTo(patchKey);
  }

  @Test
  void someObjectsAreOneValueAndSomeKnowRetainKeys() {
    assertThat(field(CORE + "ServiceSpec", "selector").atomicMap()).isTrue();
    assertThat(schemas.definition(CORE + "ConfigMapKeySelector").orElseThrow().atomicMap())
        .isTrue();
    assertThat(field(META + "ObjectMeta", "labels").atomicMap()).isFalse();
    assertThat(field("io.k8s.api.apps.v1.DeploymentSpec", "strategy").retainKeys()).isTrue();
    assertThat(field(CORE + "PodSpec", "volumes").retainKeys()).isTrue();
    assertThat(field(CORE + "PodSpec", "containers").retainKeys()).isFalse();
  }

  @Test
  void requiredFieldsAndDescriptionsAreThere() {
    Schema spec = schemas.definition("io.k8s.api.apps.v1.DeploymentSpec").orElseThrow();
    assertThat(spec.required()).containsExactly("selector", "template");
    assertThat(spec.properties().get("replicas").description()).isNotEmpty();
  }

  private Schema field(String definition, String field) {
    return schemas.definition(definition).orElseThrow().properties().get(field);
  }
}
