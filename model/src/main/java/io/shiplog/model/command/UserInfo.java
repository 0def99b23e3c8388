package io.shiplog.model.command;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who asks, as kube-apiserver's {@code user.Info} has it.
 *
 * @param name user name, such as {@code kubernetes-admin} or {@code system:node:n1}
 * @param uid the user's uid; empty where it has none
 * @param groups groups of the user, such as {@code system:masters}
 * @param extra what else is known of the user, by its keys
 */
public record UserInfo(
    String name, String uid, List<String> groups, Map<String, List<String>> extra) {

  private static final String AUTHENTICATED = "system:authenticated";
  private static final String ACCOUNTS = "system:serviceaccount:kube-system:";

  public UserInfo {
    name = name == null ? "" : name;
    uid = uid == null ? "" : uid;
    groups = groups == null ? List.of() : List.copyOf(groups);
    extra =
        extra == null || extra.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new TreeMap<>(extra));
  }

  /** A user of whom no more is known. */
  public UserInfo(String name, List<String> groups) {
    this(name, "", groups, Map.of());
  }

  /** The same user in these groups. */
  public UserInfo in(List<String> others) {
    return new UserInfo(name, uid, others, extra);
  }

  /**
   * A controller of the control plane: the ServiceAccount of its name in kube-system, as
   * kube-controller-manager runs each of its controllers.
   */
  public static UserInfo controller(String name) {
    return new UserInfo(
        ACCOUNTS + name,
        List.of("system:serviceaccounts", "system:serviceaccounts:kube-system", AUTHENTICATED));
  }

  /** The scheduler. */
  public static UserInfo scheduler() {
    return new UserInfo("system:kube-scheduler", List.of(AUTHENTICATED));
  }

  /** A node agent. */
  public static UserInfo node(String nodeName) {
    return new UserInfo("system:node:" + nodeName, List.of("system:nodes"));
  }

  /** Whether that is a controller or the scheduler, and not somebody who reads what is said. */
  public boolean ofControlPlane() {
    return name.startsWith(ACCOUNTS) || name.equals("system:kube-scheduler");
  }
}
