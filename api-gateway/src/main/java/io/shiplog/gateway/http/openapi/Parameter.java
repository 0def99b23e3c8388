package io.shiplog.gateway.http.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.List;
import java.util.stream.Stream;

/**
 * A parameter of a URL.
 *
 * @param in {@code query} or {@code path}
 * @param name its name
 * @param type its OpenAPI type
 * @param description for people
 */
record Parameter(String in, String name, String type, String description) {

  static final Parameter NAME = path("name", "Name of the object.");
  static final Parameter NAMESPACE = path("namespace", "Namespace that the object lives in.");
  static final Parameter PRETTY =
      query("pretty", "string", "If 'true', the output is indented for people.");

  private static final Parameter DRY_RUN =
      query("dryRun", "string", "'All' runs every check and keeps nothing.");
  private static final Parameter FIELD_MANAGER =
      query("fieldManager", "string", "Who makes this change: the owner of the fields it sets.");
  private static final Parameter FIELD_VALIDATION =
      query(
          "fieldValidation",
          "string",
          "What becomes of unknown and duplicate fields: 'Ignore' drops them, 'Warn' drops them"
              + " and says so in a warning header, 'Strict' refuses the request and lists them.");

  /** What creates and updates take. */
  static final List<Parameter> WRITE = List.of(DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION);

  /** What patches take. */
  static final List<Parameter> PATCH =
      with(
          WRITE,
          query("force", "boolean", "Whether an apply patch takes fields from their owners."));

  /** What lists and watches take. */
  static final List<Parameter> LIST =
      List.of(
          query("allowWatchBookmarks", "boolean", "Whether a watch may send bookmarks."),
          query("continue", "string", "Where the previous page of the list ended."),
          query("fieldSelector", "string", "Restricts the list by fields."),
          query("labelSelector", "string", "Restricts the list by labels."),
          query("limit", "integer", "The most objects in one page."),
          query("resourceVersion", "string", "From which version on, or of which version."),
          query("resourceVersionMatch", "string", "How resourceVersion is to be understood."),
          query("sendInitialEvents", "boolean", "Whether a watch begins with what is there."),
          query("timeoutSeconds", "integer", "How long a list or watch may take."),
          query("watch", "boolean", "Whether to watch for changes instead of listing."));

  /** What deletions take. */
  static final List<Parameter> DELETE =
      List.of(
          DRY_RUN,
          query("gracePeriodSeconds", "integer", "Seconds before the object is deleted."),
          query("orphanDependents", "boolean", "Old form of propagationPolicy."),
          query(
              "propagationPolicy",
              "string",
              "What becomes of dependents: 'Orphan', 'Background' or 'Foreground'."));

  /** What deletions of a collection take. */
  static final List<Parameter> DELETE_COLLECTION =
      Stream.concat(LIST.stream().filter(p -> !p.name().matches("watch|allow.*")), DELETE.stream())
          .toList();

  /** What reading a container's log takes. */
  static final List<Parameter> LOG =
      List.of(
          query("container", "string", "Which container."),
          query("follow", "boolean", "Whether to go on as the log grows."),
          query("limitBytes", "integer", "The most bytes to send."),
          query("previous", "boolean", "Whether to read the previous, terminated container's log."),
          query("sinceSeconds", "integer", "How many seconds back to begin."),
          query("sinceTime", "string", "When to begin."),
          query("tailLines", "integer", "How many lines from the end to begin."),
          query("timestamps", "boolean", "Whether every line begins with its time."));

  /** The parts that both dialects write alike. */
  static ObjectNode common(Parameter parameter) {
    ObjectNode node =
        Json.object()
            .put("description", parameter.description())
            .put("in", parameter.in())
            .put("name", parameter.name());
    return parameter.in().equals("path") ? node.put("required", true) : node;
  }

  private static Parameter query(String name, String type, String description) {
    return new Parameter("query", name, type, description);
  }

  private static Parameter path(String name, String description) {
    return new Parameter("path", name, "string", description);
  }

  private static List<Parameter> with(List<Parameter> some, Parameter another) {
    return Stream.concat(some.stream(), Stream.of(another)).toList();
  }
}
