package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.Entry.Answer;
import io.shiplog.e2e.chaos.history.Entry.Asked;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One object as a sequential store would hold it: what a request does to it, and which answers it
 * can give.
 *
 * @param present whether the object exists
 * @param resourceVersion 0 where the write that made it told nobody
 * @param data what it carries
 */
record ObjectState(boolean present, long resourceVersion, Map<String, String> data) {

  static final ObjectState ABSENT = new ObjectState(false, 0, Map.of());

  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  /** The state after the request; empty if its answer cannot come from this state. */
  Optional<ObjectState> after(Asked asked) {
    return asked.answer() == Answer.REFUSED ? refused(asked) : carriedOut(asked);
  }

  private Optional<ObjectState> refused(Asked asked) {
    boolean possible =
        switch (asked.verb()) {
          case CREATE -> present && asked.status() == CONFLICT;
          case UPDATE ->
              present ? asked.status() == CONFLICT && stale(asked) : asked.status() == NOT_FOUND;
          case GET, MERGE, DELETE -> !present && asked.status() == NOT_FOUND;
          case APPLY -> false;
        };
    return possible ? Optional.of(this) : Optional.empty();
  }

  private boolean stale(Asked asked) {
    return resourceVersion == 0 || resourceVersion != asked.expected();
  }

  private Optional<ObjectState> carriedOut(Asked asked) {
    return switch (asked.verb()) {
      case GET -> seen(asked);
      case CREATE -> present ? Optional.empty() : written(asked, Map.of("value", asked.value()));
      case UPDATE ->
          present && (resourceVersion == 0 || resourceVersion == asked.expected())
              ? written(asked, Map.of("value", asked.value()))
              : Optional.empty();
      case MERGE -> present ? written(asked, with("merged", asked.value())) : Optional.empty();
      case APPLY -> written(asked, with("applied", asked.value()));
      case DELETE -> present ? Optional.of(ABSENT) : Optional.empty();
    };
  }

  private Optional<ObjectState> seen(Asked asked) {
    boolean same =
        present
            && data.equals(asked.data())
            && (resourceVersion == 0 || resourceVersion == asked.resourceVersion());
    return same
        ? Optional.of(new ObjectState(true, asked.resourceVersion(), data))
        : Optional.empty();
  }

  /** A version that is known must be a later one, and what is shown must be what was written. */
  private Optional<ObjectState> written(Asked asked, Map<String, String> after) {
    boolean older = asked.resourceVersion() != 0 && asked.resourceVersion() <= resourceVersion;
    boolean other = asked.answer() == Answer.DONE && !after.equals(asked.data());
    return older || other
        ? Optional.empty()
        : Optional.of(new ObjectState(true, asked.resourceVersion(), after));
  }

  private Map<String, String> with(String field, String value) {
    Map<String, String> after = new TreeMap<>(data);
    after.put(field, value);
    return after;
  }

  @Override
  public String toString() {
    return present ? "version " + resourceVersion + " with " + data : "absent";
  }
}
