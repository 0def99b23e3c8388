package io.shiplog.gateway.decide.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.select.FieldSelector;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, as a table: node n1 has the pod x/p, which names the Secret x/s. */
class AuthorizerTest {

  private static final PodUse PODS =
      new PodUse() {
        @Override
        public boolean uses(String node, ObjectKey object) {
          return node.equals("n1")
              && List.of("secrets/x/s", "configmaps/x/c").contains(object.toString());
        }

        @Override
        public boolean bound(String node, ObjectKey pod) {
          return node.equals("n1") && pod.toString().equals("pods/x/p");
        }
      };

  private final Authorizer authorizer = new Authorizer(PODS);

  @ParameterizedTest(name = "{0}: {1} {2} {3}/{4} {5}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          admin  | delete | namespaces                 |   | x     |                 | yes |
          admin  | impersonate | users                 |   | u     |                 | yes |
          nobody | list   | pods                       | x |       |                 | no |
          nobody | get    | secrets                    | x | s     |                 | no |
          nobody | create | selfsubjectaccessreviews.authorization.k8s.io |  | |     | yes |
          nobody | create | selfsubjectreviews.authentication.k8s.io      |  | |     | yes |
          nobody | create | subjectaccessreviews.authorization.k8s.io     |  | |     | no |
          nobody | impersonate | users                 |   | admin |                 | no |
          n1     | get    | secrets                    | x | s     |                 | yes |
          n1     | list   | secrets                    | x |       | metadata.name=s | yes |
          n1     | get    | configmaps                 | x | c     |                 | yes |
          n2     | get    | secrets                    | x | s     |                 | no | no relationship found between node 'n2' and this object
          n1     | get    | secrets                    | x | t     |                 | no | no relationship found between node 'n1' and this object
          n1     | get    | secrets                    | y | s     |                 | no | no relationship found between node 'n1' and this object
          n1     | list   | secrets                    | x |       |                 | no | No Object name found
          n1     | list   | secrets                    |   |       |                 | no | can only read namespaced object of this type
          n1     | update | secrets                    | x | s     |                 | no | can only read resources of this type
          n1     | get    | pods                       | x | p     |                 | yes |
          n2     | get    | pods                       | x | p     |                 | no | no relationship found between node 'n2' and this object
          n1     | list   | pods                       |   |       | spec.nodeName=n1 | yes |
          n1     | list   | pods                       |   |       | spec.nodeName=n2 | no | can only list/watch pods with spec.nodeName field selector
          n1     | watch  | pods                       |   |       |                 | no | can only list/watch pods with spec.nodeName field selector
          n1     | delete | pods                       | x | p     |                 | yes |
          n2     | delete | pods                       | x | p     |                 | no | no relationship found between node 'n2' and this object
          n1     | patch  | pods/status                | x | p     |                 | yes |
          n1     | patch  | pods                       | x | p     |                 | no |
          n1     | create | pods/binding               | x | p     |                 | no |
          n1     | get    | pods/log                   | x | p     |                 | no |
          n1     | get    | nodes                      |   | n1    |                 | yes |
          n1     | watch  | nodes                      |   |       | metadata.name=n1 | yes |
          n1     | get    | nodes                      |   | n2    |                 | no | node 'n1' cannot read 'n2', only its own Node object
          n1     | list   | nodes                      |   |       |                 | no | node 'n1' cannot read all nodes, only its own Node object
          n1     | patch  | nodes/status               |   | n1    |                 | yes |
          n1     | patch  | nodes/status               |   | n2    |                 | no |
          n1     | delete | nodes                      |   | n1    |                 | no |
          n1     | update | leases.coordination.k8s.io | kube-node-lease | n1 |       | yes |
          n1     | update | leases.coordination.k8s.io | kube-node-lease | n2 |       | no | can only access node lease with the same name as the requesting node
          n1     | get    | leases.coordination.k8s.io | kube-system | n1 |           | no | can only access leases in the "kube-node-lease" system namespace
          n1     | list   | leases.coordination.k8s.io | kube-node-lease |  |         | no | can only get, create, update, patch, or delete a node lease
          n1     | list   | services                   |   |       |                 | yes |
          n1     | watch  | endpointslices.discovery.k8s.io |  |   |                 | yes |
          n1     | create | events                     | x |       |                 | yes |
          n1     | list   | events                     | x |       |                 | no |
          n1     | list   | namespaces                 |   |       |                 | no |
          n1     | list   | deployments.apps           | x |       |                 | no |
          forged | list   | services                   |   |       |                 | no |
          forged | get    | secrets                    | x | s     |                 | no |
          """)
  void resources(
      String who,
      String verb,
      String resource,
      String namespace,
      String name,
      String selector,
      String answer,
      String reason) {
    String[] part = resource.split("/", 2);
    String[] group = part[0].split("\\.", 2);
    Ask ask =
        Ask.resource(
            user(who),
            verb,
            group.length > 1 ? group[1] : "",
            group[0],
            part.length > 1 ? part[1] : "",
            text(namespace),
            text(name));
    Verdict verdict = authorizer.decide(ask.selecting(selector(selector)));

    assertThat(verdict.allowed()).isEqualTo(answer.equals("yes"));
    assertThat(verdict.reason()).isEqualTo(text(reason));
  }

  @ParameterizedTest
  @CsvSource({
    "anonymous, /healthz,        yes",
    "anonymous, /readyz/ledger,  yes",
    "anonymous, /version,        yes",
    "anonymous, /apis,           no",
    "anonymous, /metrics,        no",
    "anonymous, /q/metrics,      no",
    "nobody,    /apis/apps/v1,   yes",
    "nobody,    /openapi/v3,     yes",
    "nobody,    /metrics,        no",
    "nobody,    /q/metrics,      no",
    "nobody,    /,               no",
    "n1,        /api,            yes",
    "n1,        /metrics,        no",
    "scraper,   /metrics,        yes",
    "scraper,   /q/metrics,      yes",
    "admin,     /q/metrics,      yes",
    "admin,     /anything,       yes",
  })
  void paths(String who, String path, String answer) {
    assertThat(authorizer.decide(Ask.path(user(who), "get", path)).allowed())
        .isEqualTo(answer.equals("yes"));
  }

  private static UserInfo user(String who) {
    return switch (who) {
      case "anonymous" -> Groups.ANONYMOUS;
      case "n1", "n2" -> Groups.authenticated(UserInfo.node(who));
      case "admin" -> Groups.authenticated(new UserInfo(who, List.of(Groups.MASTERS)));
      case "scraper" -> Groups.authenticated(new UserInfo(who, List.of(Groups.MONITORING)));
      // In the nodes' group by the CA's mistake, and not named as a node.
      case "forged" -> Groups.authenticated(new UserInfo(who, List.of(Groups.NODES)));
      default -> Groups.authenticated(new UserInfo(who, List.of("system:unheard-of")));
    };
  }

  /** The fields that the table selects by are those of Pods and Nodes. */
  private static FieldSelector selector(String text) {
    return text == null
        ? FieldSelector.EVERYTHING
        : FieldSelector.parse(io.shiplog.model.Catalogue.PODS, text);
  }

  private static String text(String cell) {
    return cell == null ? "" : cell;
  }
}
