package io.shiplog.gateway.decide.access;

import io.shiplog.model.command.UserInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What groups of users may do, whatever object it is about. Source: kube-apiserver's bootstrap
 * policy, {@code plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go}; but for the parts of
 * health checks, which here anybody may read.
 */
final class Roles {

  private static final List<String> ALL = List.of("*");
  private static final List<String> READ = List.of("get", "list", "watch");

  private static final Map<String, List<Rule>> BY_GROUP = new LinkedHashMap<>();

  static {
    Rule info =
        Rule.reading(
            List.of(
                "/healthz",
                "/healthz/*",
                "/livez",
                "/livez/*",
                "/readyz",
                "/readyz/*",
                "/version",
                "/version/"));
    BY_GROUP.put(Groups.UNAUTHENTICATED, List.of(info));
    BY_GROUP.put(
        Groups.AUTHENTICATED,
        List.of(
            Rule.of(
                List.of("create"),
                "authorization.k8s.io",
                List.of("selfsubjectaccessreviews", "selfsubjectrulesreviews")),
            Rule.of(List.of("create"), "authentication.k8s.io", List.of("selfsubjectreviews")),
            info,
            Rule.reading(List.of("/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*"))));
    BY_GROUP.put(
        Groups.MONITORING, List.of(Rule.reading(List.of("/metrics", "/metrics/*", "/q/metrics"))));
    BY_GROUP.put(
        Groups.MASTERS,
        List.of(new Rule(ALL, ALL, ALL, List.of()), new Rule(ALL, List.of(), List.of(), ALL)));
    BY_GROUP.put(
        Groups.NODES,
        List.of(
            Rule.of(READ, "", List.of("services")),
            Rule.of(READ, "discovery.k8s.io", List.of("endpointslices")),
            Rule.of(List.of("create", "update", "patch"), "", List.of("events")),
            Rule.of(List.of("create", "update", "patch"), "events.k8s.io", List.of("events")),
            Rule.of(List.of("delete"), "", List.of("pods")),
            Rule.of(List.of("update", "patch"), "", List.of("pods/status"))));
  }

  private Roles() {}

  /** All that a user's groups allow. */
  static List<Rule> of(UserInfo user) {
    return BY_GROUP.entrySet().stream()
        .filter(role -> user.groups().contains(role.getKey()))
        .flatMap(role -> role.getValue().stream())
        .distinct()
        .toList();
  }
}
