package io.shiplog.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.error.Status;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictDecodingTest {

  private final StrictDecoding decoding = new StrictDecoding(Schemas.builtin());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'spec':{'replica':2}}                              | spec.replica",
        "{'specs':{}}                                        | specs",
        "{'metadata':{'label':{'a':'b'}}}                    | metadata.label",
        "{'spec':{'template':{'spec':{'containers':[{},{'imagee':'x'}]}}}}"
            + " | spec.template.spec.containers[1].imagee",
        "{'spec':{'template':{'spec':{'containers':[{'resources':{'limit':{}}}]}}}}"
            + " | spec.template.spec.containers[0].resources.limit",
      })
  void unknownFieldsAreNamedByTheirPath(String deployment, String path) {
    Decoded decoded = deployment(deployment);
    assertThat(decoded.strictErrors()).containsExactly("unknown field \"" + path + "\"");
    assertThat(decoded.typeError()).isEmpty();
    assertThat(decoded.refusal(Catalogue.DEPLOYMENTS, false)).isEmpty();
    assertThat(decoded.refusal(Catalogue.DEPLOYMENTS, true))
        .contains(
            Status.badRequest(
                "Deployment in version \"v1\" cannot be handled as a Deployment:"
                    + " strict decoding error: unknown field \""
                    + path
                    + "\""));
  }

  @Test
  void allUnknownFieldsAreListed() {
    assertThat(deployment("{'a':1,'spec':{'b':2}}").strictMessage())
        .isEqualTo("strict decoding error: unknown field \"a\", unknown field \"spec.b\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'spec':{'replicas':'3'}}          | string into Go struct field"
            + " DeploymentSpec.spec.replicas of type int32",
        "{'spec':{'replicas':1.5}}          | number 1.5 into Go struct field"
            + " DeploymentSpec.spec.replicas of type int32",
        "{'spec':{'replicas':3000000000}}   | number 3000000000 into Go struct field"
            + " DeploymentSpec.spec.replicas of type int32",
        "{'spec':{'paused':'yes'}}          | string into Go struct field"
            + " DeploymentSpec.spec.paused of type bool",
        "{'spec':[]}                        | array into Go struct field"
            + " Deployment.spec of type v1.DeploymentSpec",
        "{'metadata':{'labels':{'a':1}}}    | number into Go struct field"
            + " ObjectMeta.metadata.labels of type string",
        "{'metadata':{'labels':'a'}}        | string into Go struct field"
            + " ObjectMeta.metadata.labels of type map[string]string",
        "{'spec':{'template':{'spec':{'containers':{}}}}} | object into Go struct field"
            + " PodSpec.spec.template.spec.containers of type []v1.Container",
        "{'spec':{'template':{'spec':{'containers':[{'env':[{'name':'A','value':true}]}]}}}}"
            + " | bool into Go struct field"
            + " EnvVar.spec.template.spec.containers.env.value of type string",
        "{'spec':{'template':{'spec':{'containers':[{'livenessProbe':{'tcpSocket':{'port':true}}}]}}}}"
            + " | bool into Go struct field"
            + " TCPSocketAction.spec.template.spec.containers.livenessProbe.tcpSocket.port"
            + " of type int32",
      })
  void wrongTypesAreSaidInTheDecodersWords(String deployment, String message) {
    Decoded decoded = deployment(deployment);
    assertThat(decoded.typeError()).isEqualTo("json: cannot unmarshal " + message);
    assertThat(decoded.refusal(Catalogue.DEPLOYMENTS, false).orElseThrow().message())
        .startsWith("Deployment in version \"v1\" cannot be handled as a Deployment: json: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=== | illegal base64 data at input byte 1",
        "YWI | illegal base64 data at input byte 3",
        "YW!= | illegal base64 data at input byte 2",
        "YWI=YWI= | illegal base64 data at input byte 4",
        "YWI= | ''",
        "YQ== | ''",
        "'' | ''",
      })
  void secretsHoldBase64(String data, String problem) {
    ObjectNode secret = Json.object();
    secret.putObject("data").put("key", data);
    assertThat(decode("io.k8s.api.core.v1.Secret", secret).typeError()).isEqualTo(problem);
  }

  /** As Go decodes and encodes: without line ends, and with nothing behind the last byte. */
  @ParameterizedTest
  @CsvSource({
    "'aGVs\nbG8=\n', aGVsbG8=",
    "'aGVsbG8g\r\nd29ybGQ=', aGVsbG8gd29ybGQ=",
    "'YWI\n=', YWI=",
    "YWJ=, YWI=",
    "YR==, YQ==",
    "'\n', ''",
    "YWJj, YWJj",
  })
  void base64IsKeptInOneForm(String data, String kept) {
    ObjectNode secret = Json.object();
    secret.putObject("data").put("key", data);
    assertThat(decode("io.k8s.api.core.v1.Secret", secret).object().at("/data/key").asText())
        .isEqualTo(kept);
  }

  @Test
  void quantitiesMayBeNumbersAndAreKeptInCanonicalForm() {
    Decoded decoded =
        decode(
            "io.k8s.api.core.v1.ResourceRequirements",
            json("{'limits':{'cpu':2,'memory':'1024Mi'},'requests':{'cpu':0.5}}"));
    assertThat(decoded.object())
        .isEqualTo(json("{'limits':{'cpu':'2','memory':'1Gi'},'requests':{'cpu':'500m'}}"));
    assertThat(
            decode("io.k8s.api.core.v1.ResourceRequirements", json("{'limits':{'cpu':'x'}}"))
                .typeError())
        .startsWith("quantities must match the regular expression");
  }

  @Test
  void timesMustBeTimes() {
    assertThat(deployment("{'metadata':{'creationTimestamp':'today'}}").typeError())
        .startsWith("parsing time \"today\" as \"2006-01-02T15:04:05Z07:00\"");
    assertThat(deployment("{'metadata':{'creationTimestamp':null}}"))
        .isEqualTo(new Decoded(json("{'metadata':{}}"), List.of(), ""));
  }

  @Test
  void whatIsUnknownOrNullIsDroppedAndTheRestStays() {
    ObjectNode input =
        json(
            "{'kind':'Pod','x':1,'metadata':{'name':'a','namespace':null,'labels':{'l':null}},"
                + "'spec':{'containers':[{'name':'c','y':{}, 'command':['sh',null]}]}}");
    ObjectNode before = input.deepCopy();
    assertThat(decode("io.k8s.api.core.v1.Pod", input).object())
        .isEqualTo(
            json(
                "{'kind':'Pod','metadata':{'name':'a','labels':{'l':''}},"
                    + "'spec':{'containers':[{'name':'c','command':['sh','']}]}}"));
    assertThat(input).isEqualTo(before);
  }

  @Test
  void rawValuesAreLeftAlone() {
    ObjectNode revision = json("{'revision':1,'data':{'any':[null,{'x':null}]}}");
    Decoded decoded = decode("io.k8s.api.apps.v1.ControllerRevision", revision);
    assertThat(decoded).isEqualTo(new Decoded(revision, List.of(), ""));
  }

  @Test
  void theLastOfTwoDuplicatesCountsAndIsReported() throws IOException {
    String text =
        "{'x':1,'spec':{'replicas':1,'replicas':2,'template':{'spec':{'containers':"
            + "[{'name':'a','name':'b'}]}}},'y':{'a':1,'a':2}}";
    try (JsonParser parser = new JsonFactory().createParser(text.replace('\'', '"'))) {
      DuplicateFields.Parsed parsed = DuplicateFields.read(parser);
      Decoded decoded =
          decoding.decode(
              "io.k8s.api.apps.v1.Deployment", (ObjectNode) parsed.tree(), parsed.duplicates());
      assertThat(decoded.strictErrors())
          .as("in the document's order")
          .containsExactly(
              "unknown field \"x\"",
              "duplicate field \"spec.replicas\"",
              "duplicate field \"spec.template.spec.containers[0].name\"",
              "unknown field \"y\"",
              "duplicate field \"y.a\"");
      assertThat(Json.at(decoded.object(), "spec", "replicas").asInt()).isEqualTo(2);
    }
  }

  private Decoded deployment(String text) {
    return decode("io.k8s.api.apps.v1.Deployment", json(text));
  }

  private Decoded decode(String definition, ObjectNode tree) {
    return decoding.decode(definition, tree);
  }

  private static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }
}
