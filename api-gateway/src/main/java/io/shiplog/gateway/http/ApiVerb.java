package io.shiplog.gateway.http;

import java.util.Locale;
import java.util.Optional;

/** What a request wants, as authorization, metrics and discovery name it. */
public enum ApiVerb {
  GET,
  LIST,
  WATCH,
  CREATE,
  UPDATE,
  PATCH,
  DELETE,
  DELETECOLLECTION;

  /** The verb of a request; empty if the method does not go with such a path. */
  public static Optional<ApiVerb> of(String method, ResourcePath path, boolean watch) {
    boolean collection = path.collection();
    return Optional.ofNullable(
        switch (method) {
          case "GET" -> watch ? WATCH : collection ? LIST : GET;
          case "POST" -> collection || !path.subresource().isEmpty() ? CREATE : null;
          case "PUT" -> collection ? null : UPDATE;
          case "PATCH" -> collection ? null : PATCH;
          case "DELETE" -> collection ? DELETECOLLECTION : DELETE;
          default -> null;
        });
  }

  /** In lower case, as in a role's rules. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it changes nothing. */
  public boolean readOnly() {
    return this == GET || this == LIST || this == WATCH;
  }
}
