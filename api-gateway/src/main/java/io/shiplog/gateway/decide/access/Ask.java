package io.shiplog.gateway.decide.access;

import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.Status;
import io.shiplog.model.select.FieldSelector;
import java.util.List;

/**
 * A question to the {@link Authorizer}: may that user do this? Source: apiserver, {@code
 * authorizer.Attributes}.
 *
 * @param user who asks
 * @param verb such as {@code list}
 * @param group API group of the resource; empty for the core group
 * @param resource plural name; empty where the question is about a path
 * @param subresource such as {@code status}; empty for the object itself
 * @param namespace empty for all, and for cluster-scoped kinds
 * @param name the object's; empty for a collection
 * @param fields what a list or watch selects by
 * @param path what is asked for where it is no resource; else empty
 */
public record Ask(
    UserInfo user,
    String verb,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name,
    FieldSelector fields,
    String path) {

  /** About a resource, whether it is served or not. */
  public static Ask resource(
      UserInfo user,
      String verb,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name) {
    return new Ask(
        user, verb, group, resource, subresource, namespace, name, FieldSelector.EVERYTHING, "");
  }

  /** About an object or a collection of a kind. */
  public static Ask of(
      UserInfo user, String verb, ResourceType type, String namespace, String name) {
    return resource(user, verb, type.group(), type.plural(), "", namespace, name);
  }

  /** About a path that is no resource, such as {@code /metrics}. */
  public static Ask path(UserInfo user, String verb, String path) {
    return new Ask(user, verb, "", "", "", "", "", FieldSelector.EVERYTHING, path);
  }

  /** The same about another part of the object. */
  public Ask part(String part) {
    return new Ask(user, verb, group, resource, part, namespace, name, fields, path);
  }

  /** The same with a selector; who selects by a name asks for the object of that name. */
  public Ask selecting(FieldSelector selector) {
    String one = name.isEmpty() ? selector.exact("metadata.name").orElse("") : name;
    return new Ask(user, verb, group, resource, subresource, namespace, one, selector, path);
  }

  /** Whether it is about a path. */
  boolean aboutPath() {
    return resource.isEmpty();
  }

  /** Whether nothing is changed by what is asked for. */
  boolean reads() {
    return List.of("get", "list", "watch").contains(verb);
  }

  /** {@code pods/status}, as roles name it. */
  String qualifiedResource() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }

  /** The key of the object that it is about. */
  ObjectKey key() {
    return new ObjectKey(group.isEmpty() ? resource : resource + "." + group, namespace, name);
  }

  /**
   * The refusal, in kube-apiserver's words.
   *
   * @param reason why; may be empty
   */
  public Status forbidden(String reason) {
    String because = reason.isEmpty() ? "" : ": " + reason;
    String who = "User \"" + user.name() + "\" cannot " + verb;
    if (aboutPath()) {
      return new Status(
          403,
          "Forbidden",
          "forbidden: " + who + " path \"" + path + "\"" + because,
          new Status.Details(null, null, null, null, List.of(), 0));
    }
    String where =
        namespace.isEmpty() ? " at the cluster scope" : " in the namespace \"" + namespace + "\"";
    return new Status(
        403,
        "Forbidden",
        key().resource()
            + (name.isEmpty() ? "" : " \"" + name + "\"")
            + " is forbidden: "
            + who
            + " resource \""
            + qualifiedResource()
            + "\" in API group \""
            + group
            + "\""
            + where
            + because,
        new Status.Details(name, group, resource, null, List.of(), 0));
  }
}
