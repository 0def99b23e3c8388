package io.shiplog.gateway.decide.access;

import io.shiplog.model.command.UserInfo;
import java.util.List;
import java.util.Map;

/**
 * Who a request runs as.
 *
 * @param user name and groups
 * @param uid the user's uid; empty where it has none
 * @param extra what else is known of the user
 */
public record Caller(UserInfo user, String uid, Map<String, List<String>> extra) {

  /** A user of whom no more is known. */
  public static Caller of(UserInfo user) {
    return new Caller(user, "", Map.of());
  }
}
