package io.shiplog.gateway.decide.access;

import java.util.List;

/**
 * What a role allows. {@code *} stands for everything, at the end of a path for whatever follows.
 * Source: {@code rbac.authorization.k8s.io/v1} PolicyRule.
 *
 * @param verbs what may be done
 * @param groups API groups of the resources
 * @param resources such as {@code pods} and {@code pods/status}
 * @param paths paths that are no resources; with these the rule has no resources
 */
public record Rule(
    List<String> verbs, List<String> groups, List<String> resources, List<String> paths) {

  private static final String ALL = "*";

  /** About resources of one group. */
  static Rule of(List<String> verbs, String group, List<String> resources) {
    return new Rule(verbs, List.of(group), resources, List.of());
  }

  /** About reading paths that are no resources. */
  static Rule reading(List<String> paths) {
    return new Rule(List.of("get"), List.of(), List.of(), paths);
  }

  /** Whether it allows what is asked. */
  boolean allows(Ask ask) {
    if (!among(verbs, ask.verb())) {
      return false;
    }
    return ask.aboutPath()
        ? paths.stream().anyMatch(pattern -> covers(pattern, ask.path()))
        : among(groups, ask.group()) && among(resources, ask.qualifiedResource());
  }

  private static boolean among(List<String> allowed, String asked) {
    return allowed.contains(ALL) || allowed.contains(asked);
  }

  private static boolean covers(String pattern, String path) {
    return pattern.endsWith(ALL)
        ? path.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(path);
  }
}
