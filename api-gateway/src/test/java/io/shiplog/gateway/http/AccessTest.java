package io.shiplog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests run as whom they ask to, and get what that user may have. */
class AccessTest {

  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/";
  private static final String WHO = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

  private static Gateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = Gateway.shared();
    gateway.makeNamespace("doors");
  }

  private static HttpResponse<String> as(String user, String method, String path, String body)
      throws Exception {
    return gateway.send(
        gateway
            .request(path)
            .header("Impersonate-User", user)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** {@code kubectl --as=nobody}: case A21. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | /api/v1/namespaces/x/pods | pods is forbidden: User "nobody" cannot list resource "pods" in API group "" in the namespace "x"
          GET  | /api/v1/pods?watch=1      | pods is forbidden: User "nobody" cannot watch resource "pods" in API group "" at the cluster scope
          GET  | /api/v1/watch/pods        | pods is forbidden: User "nobody" cannot watch resource "pods" in API group "" at the cluster scope
          POST | /api/v1/namespaces/doors/configmaps | configmaps is forbidden: User "nobody" cannot create resource "configmaps" in API group "" in the namespace "doors"
          GET  | /metrics                  | forbidden: User "nobody" cannot get path "/metrics"
          """)
  void nobodyMayNothing(String method, String path, String says) throws Exception {
    HttpResponse<String> refused = as("nobody", method, path, "{\"metadata\":{\"name\":\"a\"}}");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(Gateway.json(refused).path("message").asText()).isEqualTo(says);
    assertThat(Gateway.json(refused).path("reason").asText()).isEqualTo("Forbidden");
  }

  @Test
  void whoMayNotImpersonateIsToldSo() throws Exception {
    HttpResponse<String> refused =
        gateway.send(
            HttpRequest.newBuilder(gateway.uri("http", "/api/v1/namespaces"))
                .header("Authorization", "Bearer " + Gateway.NODE)
                .header("Impersonate-User", "kubernetes-admin"));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(Gateway.json(refused).path("message").asText())
        .isEqualTo(
            "users \"kubernetes-admin\" is forbidden: User \"system:node:n1\" cannot impersonate"
                + " resource \"users\" in API group \"\" at the cluster scope");
  }

  /** The ledger sees the impersonated user, too: a node may make no other node. */
  @Test
  void aWriteIsDecidedAndRecordedAsTheImpersonatedUsers() throws Exception {
    HttpResponse<String> refused =
        gateway.send(
            gateway
                .request("/api/v1/nodes")
                .header("Impersonate-User", "system:node:n1")
                .header("Impersonate-Group", "system:nodes")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"metadata\":{\"name\":\"other\"}}")));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(Gateway.json(refused).path("message").asText())
        .contains("node \"n1\" is not allowed to create nodes//other");
  }

  @Test
  void whoAmI() throws Exception {
    HttpResponse<String> answer = as("jane", "POST", WHO, "{}");

    assertThat(answer.statusCode()).isEqualTo(201);
    JsonNode review = Gateway.json(answer);
    assertThat(review.path("kind").asText()).isEqualTo("SelfSubjectReview");
    assertThat(review.at("/status/userInfo").toString())
        .isEqualTo("{\"username\":\"jane\",\"groups\":[\"system:authenticated\"]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kubernetes-admin | selfsubjectaccessreviews | {'resourceAttributes':{'verb':'list','resource':'pods'}} | {'allowed':true}
          jane  | selfsubjectaccessreviews | {'resourceAttributes':{'verb':'list','resource':'pods'}} | {'allowed':false}
          jane  | selfsubjectaccessreviews | {'nonResourceAttributes':{'verb':'get','path':'/apis'}} | {'allowed':true}
          kubernetes-admin | subjectaccessreviews | {'user':'jane','resourceAttributes':{'verb':'get','resource':'secrets','namespace':'doors'}} | {'allowed':false}
          kubernetes-admin | subjectaccessreviews | {'user':'jane','groups':['system:masters'],'resourceAttributes':{'verb':'get','resource':'secrets'}} | {'allowed':true}
          kubernetes-admin | subjectaccessreviews | {'user':'system:node:n9','groups':['system:nodes'],'resourceAttributes':{'verb':'get','resource':'secrets','namespace':'doors','name':'s'}} | {'allowed':false,'reason':'no relationship found between node \\'n9\\' and this object'}
          """)
  void reviewsAreAnsweredFromTheAuthorizer(String user, String kind, String spec, String status)
      throws Exception {
    String body = "{\"spec\":" + spec.replace('\'', '"') + "}";
    HttpResponse<String> answer =
        user.equals("jane")
            ? as(user, "POST", REVIEWS + kind, body)
            : gateway.send("POST", REVIEWS + kind, body);

    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(201);
    String expected = status.replace("\\'", "~").replace('\'', '"').replace('~', '\'');
    assertThat(Gateway.json(answer).path("status").toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          selfsubjectaccessreviews | {'spec':{}} | 422 | spec.resourceAttributes: Invalid value: null: exactly one of
          subjectaccessreviews | {'spec':{'resourceAttributes':{'verb':'get'}}} | 422 | spec.user: Invalid value: "": at least one of user or group
          selfsubjectaccessreviews | {'metadata':{'name':'x'},'spec':{'resourceAttributes':{'verb':'get'}}} | 422 | metadata: Invalid value: {"name":"x"}: must be empty
          selfsubjectrulesreviews | {'spec':{}} | 400 | no namespace on request
          namespaces/doors/localsubjectaccessreviews | {'spec':{'user':'u','resourceAttributes':{'namespace':'y','verb':'get'}}} | 422 | spec.resourceAttributes.namespace: Invalid value: "y": must match metadata.namespace
          """)
  void reviewsThatAskNothingAreRefused(String kind, String body, int code, String says)
      throws Exception {
    HttpResponse<String> answer = gateway.send("POST", REVIEWS + kind, body.replace('\'', '"'));

    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(code);
    assertThat(Gateway.json(answer).path("message").asText()).contains(says);
  }

  @Test
  void theRulesOfAUserAreListed() throws Exception {
    String body = "{\"spec\":{\"namespace\":\"default\"}}";
    JsonNode status =
        Gateway.json(as("jane", "POST", REVIEWS + "selfsubjectrulesreviews", body)).path("status");

    assertThat(status.path("incomplete").asBoolean(true)).isFalse();
    assertThat(status.at("/resourceRules/0").toString())
        .isEqualTo(
            "{\"verbs\":[\"create\"],\"apiGroups\":[\"authorization.k8s.io\"],\"resources\":"
                + "[\"selfsubjectaccessreviews\",\"selfsubjectrulesreviews\"]}");
    assertThat(status.at("/nonResourceRules").toString()).contains("\"/version\"", "\"/api\"");
  }

  @Test
  void reviewsAreOnlyAskedAndShownInDiscovery() throws Exception {
    assertThat(gateway.get(REVIEWS + "subjectaccessreviews").statusCode()).isEqualTo(405);
    JsonNode kinds = Gateway.json(gateway.get("/apis/authorization.k8s.io/v1")).path("resources");
    assertThat(kinds.findValuesAsText("name"))
        .containsExactly(
            "localsubjectaccessreviews",
            "selfsubjectaccessreviews",
            "selfsubjectrulesreviews",
            "subjectaccessreviews");
    assertThat(kinds.path(0).path("verbs").toString()).isEqualTo("[\"create\"]");
    JsonNode paths =
        Gateway.json(gateway.get("/openapi/v3/apis/authorization.k8s.io/v1")).path("paths");
    assertThat(paths.path("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews").has("post"))
        .isTrue();
    assertThat(paths.path("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews").has("get"))
        .isFalse();
  }

  /** Paths that ask for a watch by themselves, deprecated and served. */
  @ParameterizedTest
  @CsvSource({
    "/api/v1/watch/namespaces/doors",
    "/api/v1/watch/namespaces?fieldSelector=metadata.name%3Ddoors",
  })
  void aPathMayAskForAWatch(String path) throws Exception {
    String separator = path.contains("?") ? "&" : "?";
    HttpResponse<String> watch = gateway.get(path + separator + "timeoutSeconds=1");

    assertThat(watch.statusCode()).isEqualTo(200);
    assertThat(watch.body().lines().findFirst().orElse(""))
        .startsWith("{\"type\":\"ADDED\"")
        .contains("\"name\":\"doors\"");
  }

  @Test
  void aTableComesInTheVersionThatIsAskedFor() throws Exception {
    HttpResponse<String> table =
        gateway.send(
            gateway
                .request("/api/v1/namespaces/doors")
                .header("Accept", "application/json;as=Table;v=v1beta1;g=meta.k8s.io"));

    JsonNode json = Gateway.json(table);
    assertThat(table.statusCode()).isEqualTo(200);
    assertThat(json.path("apiVersion").asText()).isEqualTo("meta.k8s.io/v1beta1");
    assertThat(json.at("/rows/0/object/apiVersion").asText()).isEqualTo("meta.k8s.io/v1beta1");
  }

  /** What a request demands of each object of a collection it does not do without. */
  @Test
  void aDeletionOfManyKeepsToItsPreconditions() throws Exception {
    String maps = "/api/v1/namespaces/doors/configmaps";
    gateway.send("POST", maps, "{\"metadata\":{\"name\":\"kept\"}}");
    HttpResponse<String> refused =
        gateway.send("DELETE", maps, "{\"preconditions\":{\"uid\":\"other\"}}");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(gateway.get(maps + "/kept").statusCode()).isEqualTo(200);
  }

  @Test
  void aScaleIsApplied() throws Exception {
    String deployments = "/apis/apps/v1/namespaces/doors/deployments";
    gateway.send(
        "POST",
        deployments,
        """
        {"metadata":{"name":"web"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},
         "template":{"metadata":{"labels":{"a":"b"}},
          "spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
    HttpRequest.BodyPublisher scale =
        HttpRequest.BodyPublishers.ofString(
            "{\"apiVersion\":\"autoscaling/v1\",\"kind\":\"Scale\",\"spec\":{\"replicas\":3}}");
    String path = deployments + "/web/scale?fieldManager=hpa";
    HttpRequest.Builder apply =
        gateway.request(path).header("Content-Type", "application/apply-patch+yaml");
    assertThat(gateway.send(apply.method("PATCH", scale)).statusCode()).isEqualTo(409);
    HttpResponse<String> applied =
        gateway.send(
            gateway
                .request(path + "&force=true")
                .header("Content-Type", "application/apply-patch+yaml")
                .method("PATCH", scale));

    assertThat(applied.statusCode()).describedAs(applied.body()).isEqualTo(200);
    assertThat(Gateway.json(applied).path("kind").asText()).isEqualTo("Scale");
    JsonNode web = Gateway.json(gateway.get(deployments + "/web"));
    assertThat(web.at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(web.at("/metadata/managedFields").toString())
        .contains("\"manager\":\"hpa\",\"operation\":\"Apply\"", "\"subresource\":\"scale\"");
  }
}
