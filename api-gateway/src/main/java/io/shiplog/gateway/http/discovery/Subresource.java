package io.shiplog.gateway.http.discovery;

import io.shiplog.model.ResourceType;
import java.util.List;

/**
 * What discovery says of a subresource.
 *
 * @param group API group of the kind it speaks
 * @param version version of that kind
 * @param kind the kind it takes and answers
 * @param verbs what can be done with it
 */
public record Subresource(String group, String version, String kind, List<String> verbs) {

  private static final List<String> CHANGE = List.of("get", "patch", "update");
  private static final List<String> CONNECT = List.of("create", "get");
  private static final List<String> PROXY = List.of("create", "delete", "get", "patch", "update");

  /**
   * Describes a subresource of a kind; one without a kind of its own speaks its parent's.
   *
   * @param type the parent
   * @param name such as {@code status}
   */
  public static Subresource of(ResourceType type, String name) {
    return switch (name) {
      case "scale" -> new Subresource("autoscaling", "v1", "Scale", CHANGE);
      case "eviction" -> new Subresource("policy", "v1", "Eviction", List.of("create"));
      case "token" ->
          new Subresource("authentication.k8s.io", "v1", "TokenRequest", List.of("create"));
      case "binding" -> new Subresource("", "v1", "Binding", List.of("create"));
      case "exec" -> new Subresource("", "v1", "PodExecOptions", CONNECT);
      case "attach" -> new Subresource("", "v1", "PodAttachOptions", CONNECT);
      case "portforward" -> new Subresource("", "v1", "PodPortForwardOptions", CONNECT);
      case "proxy" -> new Subresource("", "v1", type.kind() + "ProxyOptions", PROXY);
      case "log" -> parents(type, List.of("get"));
      case "finalize", "approval" -> parents(type, List.of("update"));
      default -> parents(type, CHANGE);
    };
  }

  private static Subresource parents(ResourceType type, List<String> verbs) {
    return new Subresource(type.group(), type.version(), type.kind(), verbs);
  }
}
