package io.shiplog.model.patch;

import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The fields that an apply would take from others, and how the API tells so. */
final class Conflicts {

  private final TreeMap<Managers.Id, FieldSet> byManager = new TreeMap<>();

  void add(Managers.Id manager, FieldSet fields) {
    if (!fields.isEmpty()) {
      byManager.put(manager, fields);
    }
  }

  boolean isEmpty() {
    return byManager.isEmpty();
  }

  /** The same without fields that may be taken. */
  Conflicts without(FieldSet allowed) {
    Conflicts rest = new Conflicts();
    byManager.forEach((manager, fields) -> rest.add(manager, fields.minus(allowed)));
    return rest;
  }

  /** 409 with a cause for each field. */
  ApiException failure() {
    List<Status.Cause> causes = new ArrayList<>();
    StringBuilder list = new StringBuilder();
    for (Map.Entry<Managers.Id, FieldSet> conflict : byManager.entrySet()) {
      list.append(list.isEmpty() ? "" : "\n");
      list.append("conflicts with ").append(conflict.getKey()).append(':');
      conflict
          .getValue()
          .forEach(
              path -> {
                String field = PathElements.text(path);
                list.append("\n- ").append(field);
                causes.add(
                    new Status.Cause(
                        "FieldManagerConflict", "conflict with " + conflict.getKey(), field));
              });
    }
    String message =
        causes.size() == 1
            ? "Apply failed with 1 conflict: "
                + causes.getFirst().message()
                + ": "
                + causes.getFirst().field()
            : "Apply failed with " + causes.size() + " conflicts: " + list;
    return new ApiException(Status.applyConflict(message, causes));
  }
}
