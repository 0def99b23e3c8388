package io.shiplog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePathTest {

  @ParameterizedTest
  @CsvSource({
    "/api/v1/pods,                                        pods,             '',      '',    ''",
    "/api/v1/pods/,                                       pods,             '',      '',    ''",
    "/api/v1/namespaces,                                  namespaces,       '',      '',    ''",
    "/api/v1/namespaces/default,                          namespaces,       '',      default, ''",
    "/api/v1/namespaces/default/status,                   namespaces,       '',      default, status",
    "/api/v1/namespaces/default/finalize,                 namespaces,       '',      default, finalize",
    "/api/v1/namespaces/default/pods,                     pods,             default, '',    ''",
    "/api/v1/namespaces/default/pods/web-0,               pods,             default, web-0, ''",
    "/api/v1/namespaces/default/pods/web-0/log,           pods,             default, web-0, log",
    "/api/v1/nodes/n1/status,                             nodes,            '',      n1,    status",
    "/apis/apps/v1/namespaces/a/deployments/d/scale,      deployments.apps, a,       d,     scale",
    "/apis/apps/v1/deployments,                           deployments.apps, '',      '',    ''",
    "/api/v1/watch/pods,                                  pods,             '',      '',    ''",
    "/api/v1/watch/namespaces/default,                    namespaces,       '',      default, ''",
    "/api/v1/watch/namespaces/default/pods/web-0,         pods,             default, web-0, ''",
    "/apis/apps/v1/watch/deployments,                     deployments.apps, '',      '',    ''",
    "/api/v1/namespaces/watch/pods,                       pods,             watch,   '',    ''",
    "/apis/authorization.k8s.io/v1/subjectaccessreviews, subjectaccessreviews.authorization.k8s.io, '', '', ''",
    "/api/v1/namespaces/default/configmaps/a%2Bb%20c+d,   configmaps,       default, a+b c+d, ''",
  })
  void namesWhatIsServed(
      String path, String resource, String namespace, String name, String subresource) {
    ResourcePath parsed = ResourcePath.parse(path).orElseThrow();

    assertThat(parsed.type().qualifiedName()).isEqualTo(resource);
    assertThat(parsed.namespace()).isEqualTo(namespace);
    assertThat(parsed.name()).isEqualTo(name);
    assertThat(parsed.subresource()).isEqualTo(subresource);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "",
        "/api",
        "/api/v1",
        "/api/v2/pods",
        "/apis/apps/v1beta1/deployments",
        "/apis/apps/v1",
        "/api/v1/widgets",
        "/apis/example.com/v1/widgets",
        "/api/v1/pods/web-0",
        "/api/v1/namespaces/default/nodes",
        "/api/v1/namespaces//pods",
        "/api/v1/namespaces/default/pods//log",
        "/api/v1/namespaces/default/pods/web-0/nonsense",
        "/api/v1/namespaces/default/configmaps/c/status",
        "/api/v1/namespaces/default/pods/web-0/log/more",
        "/api/v1/watch",
        "/api/v1/watch/namespaces/default/pods/web-0/log",
      })
  void refusesTheRest(String path) {
    assertThat(ResourcePath.parse(path)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /api/v1/pods,                                false, LIST",
    "GET,    /api/v1/pods,                                true,  WATCH",
    "GET,    /api/v1/nodes/n1,                            false, GET",
    "HEAD,   /api/v1/nodes/n1,                            false, ",
    "POST,   /api/v1/nodes,                               false, CREATE",
    "POST,   /api/v1/nodes/n1,                            false, ",
    "POST,   /api/v1/namespaces/d/pods/p/binding,         false, CREATE",
    "PUT,    /api/v1/nodes/n1,                            false, UPDATE",
    "PUT,    /api/v1/nodes,                               false, ",
    "PATCH,  /api/v1/nodes/n1,                            false, PATCH",
    "PATCH,  /api/v1/nodes,                               false, ",
    "DELETE, /api/v1/nodes/n1,                            false, DELETE",
    "DELETE, /api/v1/nodes,                               false, DELETECOLLECTION",
    "TRACE,  /api/v1/nodes,                               false, ",
  })
  void methodAndPathMakeTheVerb(String method, String path, boolean watch, ApiVerb verb) {
    ResourcePath parsed = ResourcePath.parse(path).orElseThrow();

    assertThat(ApiVerb.of(method, parsed, watch).orElse(null)).isEqualTo(verb);
  }
}
