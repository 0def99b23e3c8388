package io.shiplog.model.command;

import java.util.List;

/**
 * Who asks.
 *
 * @param name user name, such as {@code kubernetes-admin} or {@code system:node:n1}
 * @param groups groups of the user, such as {@code system:masters}
 */
public record UserInfo(String name, List<String> groups) {

  public UserInfo {
    name = name == null ? "" : name;
    groups = groups == null ? List.of() : List.copyOf(groups);
  }

  /** A controller of the control plane: {@code system:controller:<name>}. */
  public static UserInfo controller(String name) {
    return new UserInfo("system:controller:" + name, List.of("system:masters"));
  }

  /** A node agent. */
  public static UserInfo node(String nodeName) {
    return new UserInfo("system:node:" + nodeName, List.of("system:nodes"));
  }
}
