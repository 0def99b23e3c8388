package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import io.shiplog.model.schema.Schema;
import io.shiplog.model.schema.SchemaSource;
import java.util.List;
import java.util.Map;

/**
 * Server-side apply, and who owns which field after any write. Source: the Kubernetes documentation
 * of server-side apply; the behaviour of {@code structured-merge-diff}.
 */
public final class FieldManagement {

  /** Owns what was there before the first apply to an object that nobody managed. */
  private static final String BEFORE_FIRST_APPLY = "before-first-apply";

  /** Fields that nobody owns. */
  private static final FieldSet UNOWNED = unowned();

  private final SchemaSource schemas;
  private final Schema schema;
  private final Shape shape;
  private final Writer writer;
  private final FieldSet ignored;

  private FieldManagement(SchemaSource schemas, Schema schema, Writer writer) {
    this.schemas = schemas;
    this.schema = schema;
    this.shape = Shape.of(schemas, schema);
    this.writer = writer;
    this.ignored = ignored(schema, writer.subresource());
  }

  /**
   * Applies a configuration: merges it into the live object, removes what this manager applied
   * before and no longer does (where nobody else owns it), and notes who owns what. Defaults and
   * validation are the caller's, afterwards.
   *
   * @param schema the kind's own definition
   * @param live the current object; null to create
   * @param applied the configuration as its author wrote it, without defaults
   * @param force take fields that others own
   * @return a new tree with {@code metadata.managedFields}; equal to {@code live} where nothing
   *     changes
   * @throws ApiException 409 with a cause for every conflict; 400 if the configuration does not fit
   *     the schema or brings managedFields; 422 without a manager
   */
  public static ObjectNode apply(
      SchemaSource schemas,
      Schema schema,
      ObjectNode live,
      ObjectNode applied,
      Writer writer,
      boolean force) {
    if (!Structured.emptyOrAbsent(Json.at(applied, "metadata", "managedFields"))) {
      throw PatchErrors.malformed("metadata.managedFields must be nil");
    }
    if (writer.manager().isEmpty()) {
      throw managerRequired();
    }
    ObjectNode config = Structured.withoutNulls(applied);
    return new FieldManagement(schemas, schema, writer).apply(live, config, force);
  }

  /**
   * Notes who owns what after a create, update or patch (but not an apply): the writer owns every
   * field it changed, and nobody else does any more. A writer that sends managedFields of its own
   * replaces those of the object; {@code [{}]} clears them. An object that had none stays so.
   *
   * @param schema the kind's own definition
   * @param before the current object; null if this is a create
   * @param after what is to be stored, defaulted and complete
   * @return {@code after} with {@code metadata.managedFields}, as a new tree that shares what is
   *     not metadata
   */
  public static ObjectNode recordUpdate(
      SchemaSource schemas, Schema schema, ObjectNode before, ObjectNode after, Writer writer) {
    ObjectNode result = unmanaged(after);
    if (writer.subresource().isEmpty() && clears(after)) {
      return result;
    }
    Managers current = current(before, after, writer);
    if (current.isEmpty() && before != null) {
      return result;
    }
    FieldManagement management = new FieldManagement(schemas, schema, writer);
    Managers managers = management.update(current, before, after);
    managers.writeTo(result);
    return result;
  }

  private ObjectNode apply(ObjectNode live, ObjectNode config, boolean force) {
    FieldSet set = AppliedFields.of(shape, config).minusWhole(ignored);
    ObjectNode base = unmanaged(live == null ? Json.object() : live.deepCopy());
    Managers before = Managers.of(live).orElseGet(Managers::none);
    Managers managers = before.copy();
    if (live != null && managers.isEmpty()) {
      managers =
          new FieldManagement(schemas, schema, new Writer(BEFORE_FIRST_APPLY, "", writer.time()))
              .update(managers, null, live);
    }
    Managers.Id id = Managers.Id.applier(writer.manager(), writer.subresource());
    FieldSet last = managers.fields(id);
    String version = Json.text(config, "apiVersion");
    String time = managers.entries().containsKey(id) ? managers.entries().get(id).time() : "";
    managers.put(id, new ManagerEntry(set, version, time));
    ObjectNode merged = (ObjectNode) Structured.merge(shape, base, config);
    ObjectNode result = prune(merged, config, last, managers.all());
    Comparison change = Comparison.of(shape, base, result).without(ignored);
    take(managers, id, change, live, force);

    FieldSet own = set.minus(UNOWNED);
    boolean moved = !change.isEmpty() || !own.equals(last);
    managers.put(id, new ManagerEntry(own, version, moved ? writer.time().toString() : time));
    if (change.isEmpty() && live != null) {
      result = base;
    }
    if (writer.manager().equals(LastApplied.KUBECTL)) {
      LastApplied.refresh(result, config);
    }
    if (result.equals(base) && managers.equals(before)) {
      return live == null ? result : live.deepCopy();
    }
    managers.writeTo(result);
    return result;
  }

  /** Removes what the manager owned last time and what now nobody owns. */
  private ObjectNode prune(ObjectNode merged, ObjectNode config, FieldSet last, FieldSet owned) {
    if (last.isEmpty()) {
      return merged;
    }
    FieldSet gone = last.withNamedFields(shape).minus(owned.withNamedFields(shape));
    if (gone.isEmpty()) {
      return merged;
    }
    // what became empty went too: it comes back where the configuration asks for it, empty
    return (ObjectNode) Structured.merge(shape, Structured.without(shape, merged, gone), config);
  }

  /** Takes changed fields from their owners, or fails where it may not. */
  private void take(
      Managers managers, Managers.Id id, Comparison change, ObjectNode live, boolean force) {
    Conflicts conflicts = new Conflicts();
    for (Map.Entry<Managers.Id, ManagerEntry> other : managers.entries().entrySet()) {
      if (!other.getKey().equals(id)) {
        conflicts.add(other.getKey(), other.getValue().fields().intersection(change.changed()));
      }
    }
    if (!force && !conflicts.isEmpty()) {
      Conflicts rest =
          writer.manager().equals(LastApplied.KUBECTL)
              ? conflicts.without(LastApplied.unchangedFields(shape, live))
              : conflicts;
      if (!rest.isEmpty()) {
        throw rest.failure();
      }
    }
    managers.release(change.changed(), id);
    managers.release(change.removed(), id);
  }

  private Managers update(Managers current, ObjectNode before, ObjectNode after) {
    JsonNode base = before == null ? Skeleton.of(shape) : unmanaged(before);
    Comparison change = Comparison.of(shape, base, unmanaged(after)).without(ignored);
    Managers managers = current.copy();
    managers.release(change.changed(), null);
    managers.release(change.removed(), null);
    FieldSet gained = change.changed().minus(UNOWNED);
    if (!gained.isEmpty()) {
      String version = Json.text(after, "apiVersion");
      Managers.Id id = Managers.Id.updater(writer.manager(), version, writer.subresource());
      FieldSet all = gained.union(managers.fields(id));
      managers.put(id, new ManagerEntry(all, version, writer.time().toString()));
    }
    managers.cap();
    return managers;
  }

  /** The managers a write starts from: those it brings itself, else those of the object. */
  private static Managers current(ObjectNode before, ObjectNode after, Writer writer) {
    if (writer.subresource().isEmpty()) {
      Managers brought = Managers.of(after).orElseGet(Managers::none);
      if (!brought.isEmpty() && !sameManagedFields(before, after)) {
        return brought.canonical();
      }
    }
    return Managers.of(before).orElseGet(Managers::none);
  }

  private static boolean sameManagedFields(ObjectNode before, ObjectNode after) {
    return before != null
        && Json.at(before, "metadata", "managedFields")
            .equals(Json.at(after, "metadata", "managedFields"));
  }

  private static boolean clears(ObjectNode object) {
    JsonNode entries = Json.at(object, "metadata", "managedFields");
    return entries.size() == 1 && entries.get(0).isObject() && entries.get(0).isEmpty();
  }

  /** The object without managedFields, sharing what is not metadata. */
  private static ObjectNode unmanaged(ObjectNode object) {
    ObjectNode copy = Json.object().setAll(object);
    if (object.get("metadata") instanceof ObjectNode metadata) {
      ObjectNode without = Json.object().setAll(metadata);
      without.remove("managedFields");
      copy.set("metadata", without);
    }
    return copy;
  }

  /** What a write through this door does not change, whatever it says. */
  private static FieldSet ignored(Schema schema, String subresource) {
    if (!schema.properties().containsKey("status")) {
      return new FieldSet();
    }
    return switch (subresource) {
      case "" -> FieldSet.of("f:status");
      case "status" -> FieldSet.of("f:spec");
      default -> new FieldSet();
    };
  }

  private static FieldSet unowned() {
    FieldSet set = new FieldSet();
    List.of("apiVersion", "kind", "metadata").forEach(name -> set.insert(List.of("f:" + name)));
    List.of(
            "name",
            "namespace",
            "creationTimestamp",
            "selfLink",
            "uid",
            "clusterName",
            "generation",
            "managedFields",
            "resourceVersion")
        .forEach(name -> set.insert(List.of("f:metadata", "f:" + name)));
    return set;
  }

  private static ApiException managerRequired() {
    FieldError error = FieldError.required("fieldManager", "is required for apply patch");
    return new ApiException(
        new Status(
            422,
            "Invalid",
            "PatchOptions.meta.k8s.io \"\" is invalid: " + error,
            new Status.Details(
                "",
                "meta.k8s.io",
                "PatchOptions",
                null,
                List.of(new Status.Cause(error.reason(), error.message(), error.field())),
                0)));
  }
}
