package io.shiplog.model.patch;

import static io.shiplog.model.patch.PatchesTest.json;
import static io.shiplog.model.patch.PatchesTest.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.schema.Schema;
import io.shiplog.model.schema.Schemas;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Field management with the API's own schemas. */
class DeploymentOwnershipTest {

  private static final Schemas SCHEMAS = Schemas.builtin();
  private static final Schema DEPLOYMENT =
      SCHEMAS.definition(Catalogue.DEPLOYMENTS.definition()).orElseThrow();
  private static final Writer KUBECTL =
      new Writer("kubectl", "", Instant.parse("2026-01-02T03:04:05Z"));

  private static final String MANIFEST =
      """
      {'apiVersion':'apps/v1','kind':'Deployment',
       'metadata':{'name':'nginx','namespace':'default','labels':{'app':'nginx'}},
       'spec':{'replicas':2,'selector':{'matchLabels':{'app':'nginx'}},
        'strategy':{'rollingUpdate':{'maxSurge':'25%'},'type':'RollingUpdate'},
        'template':{'metadata':{'labels':{'app':'nginx'}},
         'spec':{'containers':[{'name':'nginx','image':'nginx:1.7.9',
          'resources':{'limits':{'cpu':'500m'}},
          'ports':[{'containerPort':80,'protocol':'TCP'}]}]}}}}
      """;

  private static JsonNode fields(ObjectNode object) {
    return Json.at(object, "metadata", "managedFields").path(0).path("fieldsV1");
  }

  @Test
  void aCreatorOwnsOptionalStructuresButNotThoseThatAreAlwaysThere() {
    ObjectNode created =
        FieldManagement.recordUpdate(SCHEMAS, DEPLOYMENT, null, object(MANIFEST), KUBECTL);
    assertThat(fields(created))
        .isEqualTo(
            json(
                """
                {'f:metadata':{'f:labels':{'.':{},'f:app':{}}},
                 'f:spec':{'f:replicas':{},'f:selector':{},
                  'f:strategy':{'f:rollingUpdate':{'.':{},'f:maxSurge':{}},'f:type':{}},
                  'f:template':{'f:metadata':{'f:labels':{'.':{},'f:app':{}}},
                   'f:spec':{'f:containers':{'k:{\\'name\\':\\'nginx\\'}':{'.':{},
                     'f:image':{},'f:name':{},
                     'f:ports':{'.':{},'k:{\\'containerPort\\':80,\\'protocol\\':\\'TCP\\'}':
                       {'.':{},'f:containerPort':{},'f:protocol':{}}},
                     'f:resources':{'.':{},'f:limits':{'.':{},'f:cpu':{}}}}}}}}}
                """));
  }

  @Test
  void anApplierOwnsWhatItWrote() {
    ObjectNode created =
        FieldManagement.apply(SCHEMAS, DEPLOYMENT, null, object(MANIFEST), KUBECTL, false);
    assertThat(fields(created))
        .isEqualTo(
            json(
                """
                {'f:metadata':{'f:labels':{'f:app':{}}},
                 'f:spec':{'f:replicas':{},'f:selector':{},
                  'f:strategy':{'f:rollingUpdate':{'f:maxSurge':{}},'f:type':{}},
                  'f:template':{'f:metadata':{'f:labels':{'f:app':{}}},
                   'f:spec':{'f:containers':{'k:{\\'name\\':\\'nginx\\'}':{'.':{},
                     'f:image':{},'f:name':{},
                     'f:ports':{'k:{\\'containerPort\\':80,\\'protocol\\':\\'TCP\\'}':
                       {'.':{},'f:containerPort':{},'f:protocol':{}}},
                     'f:resources':{'f:limits':{'f:cpu':{}}}}}}}}}
                """));
  }

  @Test
  void theSameAmountWrittenOtherwiseIsNoChange() {
    ObjectNode created =
        FieldManagement.apply(SCHEMAS, DEPLOYMENT, null, object(MANIFEST), KUBECTL, false);
    ObjectNode again =
        FieldManagement.apply(
            SCHEMAS,
            DEPLOYMENT,
            created,
            object(MANIFEST.replace("500m", "0.5")),
            new Writer("kubectl", "", KUBECTL.time().plusSeconds(60)),
            false);
    assertThat(again).isEqualTo(created);
  }

  @Test
  void everyKindOfTheCatalogueCanBeManaged() {
    for (var type : Catalogue.ALL) {
      Schema schema = SCHEMAS.definition(type.definition()).orElseThrow();
      ObjectNode config = Json.object().put("apiVersion", type.apiVersion());
      config.put("kind", type.kind());
      Json.ensure(config, "metadata").put("name", "x");
      Json.ensure(config, "metadata", "labels").put("l", "1");
      ObjectNode applied = FieldManagement.apply(SCHEMAS, schema, null, config, KUBECTL, false);
      assertThat(fields(applied))
          .as(type.kind())
          .isEqualTo(json("{'f:metadata':{'f:labels':{'f:l':{}}}}"));
    }
  }
}
