package io.shiplog.standalone;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a process can be. */
enum Role {
  /** A KRaft broker (and controller) of our own. */
  BROKER,
  /** The HTTPS and gRPC doors, the read model, the ledger and the intake. */
  API_GATEWAY,
  SCHEDULER_SERVICE,
  DEPLOYMENT_SERVICE,
  SERVICE_REGISTRY,
  NODE_AGENT,
  /**
   * Makes the credentials that the processes of a cluster share; alone, it ends when they are made.
   * Where processes start together, it must have run before them, lest each make its own.
   */
  CREDENTIALS;

  /** The control plane in one process: what {@code ./shiplog up} starts. */
  static final Set<Role> STANDALONE =
      EnumSet.of(BROKER, API_GATEWAY, SCHEDULER_SERVICE, DEPLOYMENT_SERVICE, SERVICE_REGISTRY);

  /** The name in settings, such as {@code api-gateway}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads a comma-separated list.
   *
   * @throws IllegalArgumentException naming the roles there are, if one is unknown
   */
  static Set<Role> parse(String list) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : list.split(",")) {
      roles.add(one(name.strip()));
    }
    return roles;
  }

  private static Role one(String name) {
    for (Role role : values()) {
      if (role.label().equals(name)) {
        return role;
      }
    }
    String known = Arrays.stream(values()).map(Role::label).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "SHIPLOG_ROLES names '" + name + "', which is no role; the roles are " + known);
  }
}
