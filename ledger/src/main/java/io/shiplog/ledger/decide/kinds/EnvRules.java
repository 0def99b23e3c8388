package io.shiplog.ledger.decide.kinds;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a container's environment must be. Source: the API reference of EnvVar. */
final class EnvRules {

  private static final List<String> SOURCES =
      List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");
  private static final List<String> POD_FIELDS =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");

  /** Fields that a path may name at all, though not everywhere. */
  private static final Set<String> KNOWN_FIELDS =
      Set.of(
          "metadata.annotations",
          "metadata.labels",
          "spec.restartPolicy",
          "spec.schedulerName",
          "status.phase");

  private static final Set<String> FILE_FIELDS =
      Set.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "metadata.labels",
          "metadata.annotations");
  private static final List<String> RESOURCES =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");
  private static final Pattern SUBSCRIPT =
      Pattern.compile("metadata\\.(labels|annotations)\\['(.*)']");

  private EnvRules() {}

  /** {@code env} and {@code envFrom} of a container. */
  static void check(Field container, Problems problems) {
    for (Field variable : container.at("env").items()) {
      problems.demand(variable.at("name"), Formats::envName);
      variable.at("valueFrom").ifSet(from -> source(variable, from, problems));
    }
    Field all = container.at("envFrom");
    all.items().forEach(from -> whole(all, from, problems));
  }

  private static void source(Field variable, Field from, Problems problems) {
    List<Field> sources = SOURCES.stream().map(from::at).filter(Field::isSet).toList();
    if (sources.isEmpty()) {
      problems.invalid(
          from,
          "",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`,"
              + " `secretKeyRef` or `fileKeyRef`");
    } else if (!variable.at("value").isEmpty()) {
      problems.invalid(from, "", "may not be specified when `value` is not empty");
    } else if (sources.size() > 1) {
      problems.invalid(from, "", "may not have more than one field specified at a time");
    }
    from.at("fieldRef").ifSet(ref -> fieldRef(ref, POD_FIELDS, problems));
    from.at("resourceFieldRef").ifSet(ref -> resourceFieldRef(ref, problems));
    for (String name : List.of("configMapKeyRef", "secretKeyRef")) {
      from.at(name)
          .ifSet(
              ref -> {
                problems.invalidAll(ref.at("name"), Formats.dnsSubdomain(ref.at("name").text()));
                problems.demand(ref.at("key"), Formats::configKey);
              });
    }
  }

  /** A reference to a field of the pod, from an environment variable. */
  private static void fieldRef(Field ref, List<String> supported, Problems problems) {
    problems.demand(ref.at("apiVersion"));
    Field path = ref.at("fieldPath");
    if (problems.demand(path) && !subscript(path, problems)) {
      field(path, supported, problems);
    }
  }

  private static void field(Field path, List<String> supported, Problems problems) {
    String name = path.text();
    if (KNOWN_FIELDS.contains(name) || POD_FIELDS.contains(name)) {
      problems.oneOf(path, supported);
    } else {
      problems.invalid(
          path, name, "error converting fieldPath: field label not supported: " + name);
    }
  }

  /** A reference to a field of the pod, from a file of a downward API volume. */
  static void fileFieldRef(Field ref, Problems problems) {
    problems.demand(ref.at("apiVersion"));
    Field path = ref.at("fieldPath");
    if (problems.demand(path) && !subscript(path, problems)) {
      field(path, FILE_FIELDS.stream().sorted().toList(), problems);
    }
  }

  /** A reference to a request or limit of a container. */
  static void resourceFieldRef(Field ref, Problems problems) {
    Field resource = ref.at("resource");
    if (problems.demand(resource) && !resource.text().matches("(limits|requests)\\.hugepages-.+")) {
      problems.oneOf(resource, RESOURCES);
    }
  }

  /** {@code metadata.labels['key']}; says whether the path is one of those. */
  private static boolean subscript(Field path, Problems problems) {
    var matcher = SUBSCRIPT.matcher(path.text());
    if (!matcher.matches()) {
      return false;
    }
    String key = matcher.group(2);
    problems.invalidAll(
        path,
        matcher.group(1).equals("labels")
            ? Formats.qualifiedName(key)
            : Formats.annotationKey(key));
    return true;
  }

  /** Errors about the choice of a source name the list alone. */
  private static void whole(Field all, Field from, Problems problems) {
    problems.form(from.at("prefix"), Formats::envName);
    List<Field> sources =
        List.of(from.at("configMapRef"), from.at("secretRef")).stream()
            .filter(Field::isSet)
            .toList();
    if (sources.isEmpty()) {
      problems.invalid(all, "", "must specify one of: `configMapRef` or `secretRef`");
    } else if (sources.size() > 1) {
      problems.invalid(all, "", "may not have more than one field specified at a time");
    }
    sources.forEach(source -> problems.demand(source.at("name"), Formats::dnsSubdomain));
  }
}
