package io.shiplog.gateway.decide.access;

import io.shiplog.model.command.UserInfo;
import java.util.ArrayList;
import java.util.List;

/** The groups that Kubernetes itself knows, and who is in them without being told. */
public final class Groups {

  public static final String MASTERS = "system:masters";
  public static final String AUTHENTICATED = "system:authenticated";
  static final String UNAUTHENTICATED = "system:unauthenticated";
  static final String NODES = "system:nodes";
  static final String MONITORING = "system:monitoring";

  private static final String NOBODY = "system:anonymous";

  /** Who brings no credentials. */
  public static final UserInfo ANONYMOUS = new UserInfo(NOBODY, List.of(UNAUTHENTICATED));

  private Groups() {}

  /** A user who proved who they are, and so belongs to one group more. */
  public static UserInfo authenticated(UserInfo user) {
    boolean known = user.groups().contains(AUTHENTICATED) || user.name().equals(NOBODY);
    return known ? user : with(user, AUTHENTICATED);
  }

  /** The same user in one more group. */
  static UserInfo with(UserInfo user, String group) {
    if (user.groups().contains(group)) {
      return user;
    }
    List<String> groups = new ArrayList<>(user.groups());
    groups.add(group);
    return user.in(groups);
  }

  /** Whether that is who brings no credentials. */
  static boolean nobody(UserInfo user) {
    return user.name().equals(NOBODY);
  }
}
