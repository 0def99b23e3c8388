package io.shiplog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.topics.Limits;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad requests get what kube-apiserver gives. */
class RefusalTest {

  private static final String PODS = "/api/v1/namespaces/default/pods";
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private static Gateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = Gateway.shared();
  }

  private static final String DEEP_JSON = "{\"a\":[".repeat(50_000);

  /** One bad request, and the start of what it is told. */
  record Bad(String method, String path, String type, String body, int code, String says) {}

  static List<Bad> requests() {
    String json = "application/json";
    return List.of(
        new Bad(
            "POST",
            MAPS,
            json,
            DEEP_JSON,
            400,
            "the object provided is unrecognized (must be of type ConfigMap): couldn't get"
                + " version/kind; json parse error: invalid character '{' exceeded max depth"),
        new Bad(
            "POST",
            MAPS,
            "application/yaml",
            "[".repeat(50_000),
            400,
            "the object provided is unrecognized (must be of type ConfigMap): yaml: exceeded max"),
        new Bad(
            "PATCH",
            MAPS + "/x",
            "application/merge-patch+json",
            DEEP_JSON,
            400,
            "error decoding patch: invalid character '{' exceeded max depth"),
        new Bad(
            "PATCH",
            MAPS + "/x",
            "application/merge-patch+json",
            "{\"a\":".repeat(450) + "1" + "}".repeat(450),
            400,
            "error decoding patch: invalid character '{' exceeded max depth"),
        new Bad(
            "PATCH",
            MAPS + "/x?fieldManager=m",
            "application/apply-patch+yaml",
            "{a: ".repeat(50_000),
            400,
            "error decoding YAML: error converting YAML to JSON: yaml: exceeded max depth of 400"),
        new Bad("GET", "/api/v1/widgets", json, "", 404, "the server could not find the requested"),
        new Bad("GET", "/apis/apps/v2/w", json, "", 404, "the server could not find"),
        new Bad("GET", PODS + "/none", json, "", 404, "pods \"none\" not found"),
        new Bad("PUT", PODS, json, "{}", 405, "the server does not allow this method"),
        new Bad("POST", "/api/v1/pods", json, "{}", 405, "the server does not allow this method"),
        new Bad(
            "POST",
            MAPS,
            json,
            "{\"metadata\":",
            400,
            "the object provided is unrecognized (must be of type ConfigMap): couldn't get"
                + " version/kind; json parse error: unexpected end of JSON input"),
        new Bad(
            "POST",
            MAPS,
            "application/yaml",
            "a: [",
            400,
            "the object provided is unrecognized (must be of type ConfigMap): yaml: line 1: did"
                + " not find expected node content"),
        new Bad(
            "POST",
            MAPS,
            "application/xml",
            "<a/>",
            415,
            "the body of the request was in an unknown format"),
        new Bad(
            "POST",
            MAPS,
            "application/vnd.kubernetes.protobuf",
            "k8s",
            400,
            "the object provided is unrecognized (must be of type ConfigMap): provided data does not"),
        new Bad(
            "PATCH",
            MAPS + "/x",
            json,
            "{}",
            415,
            "the body of the request was in an unknown format"),
        new Bad(
            "PATCH",
            MAPS + "/x",
            "application/json-patch+json",
            "{}",
            400,
            "error decoding patch: json: cannot unmarshal object into Go value of type"),
        new Bad(
            "PATCH",
            MAPS + "/x",
            "application/apply-patch+yaml",
            "{}",
            422,
            "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required"),
        new Bad(
            "POST",
            MAPS,
            json,
            "{\"apiVersion\":\"v2\",\"kind\":\"ConfigMap\"}",
            400,
            "ConfigMap in version \"v2\" cannot be handled as a ConfigMap: no kind \"ConfigMap\" is"),
        new Bad(
            "POST",
            MAPS,
            json,
            "{\"apiVersion\":\"v1\",\"kind\":\"Secret\"}",
            400,
            "Secret in version \"v1\" cannot be handled as a ConfigMap: "),
        new Bad(
            "POST",
            MAPS,
            json,
            "{\"metadata\":{\"name\":\"x\",\"namespace\":\"other\"}}",
            400,
            "the namespace of the provided object does not match the namespace sent on the"),
        new Bad(
            "PUT",
            MAPS + "/x",
            json,
            "{\"metadata\":{\"name\":\"y\"}}",
            400,
            "the name of the object (y) does not match the name on the URL (x)"),
        new Bad(
            "PUT",
            MAPS + "/x",
            json,
            "{}",
            400,
            "the name of the object (x based on URL) was undeterminable: name must be provided"),
        new Bad(
            "POST",
            MAPS + "?fieldValidation=Strict",
            json,
            "{\"metadata\":{\"name\":\"x\"},\"dat\":{}}",
            400,
            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error:"
                + " unknown field \"dat\""),
        new Bad(
            "POST",
            MAPS,
            json,
            "{\"metadata\":{\"name\":\"x\"},\"data\":{\"a\":1}}",
            400,
            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal"),
        new Bad(
            "POST",
            MAPS + "?dryRun=Some",
            json,
            "{}",
            422,
            "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Some\"]"),
        new Bad(
            "POST",
            MAPS,
            json,
            "{\"metadata\":{\"name\":\"Bad_Name\"}}",
            422,
            "ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": "),
        new Bad(
            "GET",
            PODS + "?fieldSelector=spec.foo%3Dx",
            json,
            "",
            400,
            "field label not supported: spec.foo"),
        new Bad("GET", PODS + "?labelSelector=a%20b", json, "", 400, "unable to parse requirement"),
        new Bad(
            "GET",
            PODS + "?limit=x",
            json,
            "",
            400,
            "strconv.ParseInt: parsing \"x\": invalid syntax"),
        new Bad("GET", PODS + "?continue=nonsense", json, "", 400, "invalid continue token"),
        new Bad("GET", PODS + "?resourceVersion=x", json, "", 400, "invalid resource version: "),
        new Bad(
            "GET",
            PODS + "?resourceVersionMatch=Exact",
            json,
            "",
            422,
            "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: "),
        new Bad(
            "GET",
            PODS + "?watch=1&sendInitialEvents=true",
            json,
            "",
            422,
            "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: "),
        new Bad(
            "DELETE",
            PODS + "/x?propagationPolicy=Never",
            json,
            "",
            422,
            "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value"),
        new Bad(
            "DELETE",
            PODS + "/x",
            json,
            "{\"kind\":\"Pod\"}",
            400,
            "no kind \"Pod\" is registered for version \"v1\""));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void badRequestsAreToldWhy(Bad bad) throws Exception {
    HttpResponse<String> response =
        gateway.send(
            gateway
                .request(bad.path())
                .header("Content-Type", bad.type())
                .method(bad.method(), HttpRequest.BodyPublishers.ofString(bad.body())));

    assertThat(response.statusCode()).describedAs(response.body()).isEqualTo(bad.code());
    JsonNode status = Gateway.json(response);
    assertThat(status.path("kind").asText()).isEqualTo("Status");
    assertThat(status.path("apiVersion").asText()).isEqualTo("v1");
    assertThat(status.path("status").asText()).isEqualTo("Failure");
    assertThat(status.path("metadata").isObject()).isTrue();
    assertThat(status.path("code").asInt()).isEqualTo(bad.code());
    assertThat(status.path("message").asText()).startsWith(bad.says());
  }

  @Test
  void aBodyBeyondTheLimitIsTooLarge() throws Exception {
    String body = "{\"data\":{\"a\":\"" + "x".repeat(Limits.MAX_REQUEST_BYTES) + "\"}}";
    HttpResponse<String> response = gateway.send("POST", MAPS, body);

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(Gateway.json(response).path("reason").asText()).isEqualTo("RequestEntityTooLarge");
    assertThat(Gateway.json(response).path("message").asText())
        .isEqualTo("Request entity too large: limit is 3145728");
  }

  @Test
  void underWarnUnknownFieldsAreDroppedAndRemarkedOn() throws Exception {
    HttpResponse<String> response =
        gateway.send(
            "POST",
            MAPS + "?fieldValidation=Warn&dryRun=All",
            "{\"metadata\":{\"name\":\"x\"},\"dat\":{}}");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().allValues("Warning"))
        .containsExactly("299 - \"unknown field \\\"dat\\\"\"");
    assertThat(Gateway.json(response).has("dat")).isFalse();
  }

  @Test
  void aPatchThatNamesUnknownFieldsIsRemarkedOn() throws Exception {
    gateway.send("POST", MAPS, "{\"metadata\":{\"name\":\"remarked\"}}");
    HttpResponse<String> response =
        gateway.send(
            gateway
                .request(MAPS + "/remarked")
                .header("Content-Type", "application/strategic-merge-patch+json")
                .method(
                    "PATCH",
                    HttpRequest.BodyPublishers.ofString(
                        "{\"dat\":{},\"$retainKeys\":[\"data\"]}")));

    assertThat(response.headers().allValues("Warning"))
        .containsExactly("299 - \"unknown field \\\"dat\\\"\"");
  }

  @Test
  void metricsCountRequestsByVerbResourceAndCode() throws Exception {
    gateway.get(PODS + "/none");

    String text = gateway.get("/metrics").body();
    assertThat(text).contains("# TYPE apiserver_request_total counter\n");
    assertThat(text.lines().filter(line -> line.startsWith("apiserver_request_total{")))
        .anyMatch(
            line ->
                line.contains("verb=\"GET\"")
                    && line.contains("resource=\"pods\"")
                    && line.contains("code=\"404\""));
    assertThat(text).contains("apiserver_storage_objects{resource=\"namespaces\"} ");
    assertThat(text).contains("apiserver_request_duration_seconds_count{");
  }

  @ParameterizedTest
  @CsvSource({
    "'',            GET,  /api/v1/namespaces, 401",
    "wrong,         GET,  /api/v1/namespaces, 401",
    "'',            GET,  /apis,              401",
    "'',            GET,  /metrics,           401",
    "'',            GET,  /version,           200",
    "'',            GET,  /healthz,           200",
    "'',            GET,  /livez,             200",
    "'',            GET,  /readyz/ledger,     200",
    "'',            GET,  /readyz/nonsense,   404",
    "node-token,    GET,  /api/v1/namespaces, 403",
    "node-token,    GET,  /api/v1/secrets,    403",
    "node-token,    GET,  /metrics,           403",
    "node-token,    GET,  /api/v1/services,   200",
    "node-token,    GET,  /api/v1/pods?fieldSelector=spec.nodeName%3Dn1, 200",
    "'',            GET,  /q/metrics,         401",
    "node-token,    GET,  /q/metrics,         403",
    "node-token,    GET,  /openapi/v3,        200",
    "node-token,    POST, /api/v1/namespaces, 403",
    "admin-token,   GET,  /metrics,           200",
    "admin-token,   POST, /version,           405",
  })
  void whoAsksDecidesWhatTheyGet(String token, String method, String path, int code)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri("http", path))
            .method(method, HttpRequest.BodyPublishers.ofString("{}"));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    assertThat(gateway.send(request).statusCode()).isEqualTo(code);
  }

  @Test
  void aRefusalNamesUserVerbAndResource() throws Exception {
    HttpResponse<String> response =
        gateway.send(
            HttpRequest.newBuilder(gateway.uri("http", MAPS + "/x"))
                .header("Authorization", "Bearer " + Gateway.NODE)
                .DELETE());

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(Gateway.json(response).path("message").asText())
        .isEqualTo(
            "configmaps \"x\" is forbidden: User \"system:node:n1\" cannot delete resource"
                + " \"configmaps\" in API group \"\" in the namespace \"default\": can only read resources of"
                + " this type");
  }
}
