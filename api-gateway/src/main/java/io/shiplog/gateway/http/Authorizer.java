package io.shiplog.gateway.http;

import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.Status;
import java.util.List;
import java.util.Optional;

/**
 * Who may do what: members of {@code system:masters} everything, nodes read only. Pure. The words
 * of a refusal are kube-apiserver's.
 */
final class Authorizer {

  static final UserInfo ANONYMOUS =
      new UserInfo("system:anonymous", List.of("system:unauthenticated"));

  private static final String MASTERS = "system:masters";
  private static final String NODES = "system:nodes";

  private Authorizer() {}

  /** Why a user may not do this to a resource; empty if they may. */
  static Optional<Status> refuse(UserInfo user, ApiVerb verb, ResourcePath path) {
    if (user.groups().contains(MASTERS) || user.groups().contains(NODES) && verb.readOnly()) {
      return Optional.empty();
    }
    String resource = path.type().plural();
    if (!path.subresource().isEmpty()) {
      resource += "/" + path.subresource();
    }
    String where =
        path.namespace().isEmpty()
            ? " at the cluster scope"
            : " in the namespace \"" + path.namespace() + "\"";
    return Optional.of(
        Status.forbidden(
            path.type(),
            path.name(),
            "User \""
                + user.name()
                + "\" cannot "
                + verb.text()
                + " resource \""
                + resource
                + "\" in API group \""
                + path.type().group()
                + "\""
                + where));
  }

  /** Why a user may not read a path that is no resource; empty if they may. */
  static Optional<Status> refusePath(UserInfo user, String method, String path) {
    if (!user.equals(ANONYMOUS)) {
      return Optional.empty();
    }
    return Optional.of(
        new Status(
            403,
            "Forbidden",
            "forbidden: User \""
                + user.name()
                + "\" cannot "
                + method.toLowerCase(java.util.Locale.ROOT)
                + " path \""
                + path
                + "\"",
            new Status.Details(null, null, null, null, List.of(), 0)));
  }
}
