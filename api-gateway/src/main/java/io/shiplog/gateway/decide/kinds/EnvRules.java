package io.shiplog.gateway.decide.kinds;

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
    container.at("envFrom").items().forEach(from -> whole(from, problems));
  }

  private static void source(Field variable, Field from, Problems problems) {
    List<Field> sources = SOURCES.stream().map(from::at).filter(Field::isSet).toList();
    if (sources.isEmpty()) {
      problems.invalid(
          from,
          "",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or"
              + " `secretKeyRef`");
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
                problems.demand(ref.at("name"), Formats::dnsSubdomain);
                problems.demand(ref.at("key"), Formats::configKey);
              });
    }
  }

  /** A reference to a field of the pod, from an environment variable. */
  private static void fieldRef(Field ref, List<String> supported, Problems problems) {
    problems.demand(ref.at("apiVersion"));
    Field path = ref.at("fieldPath");
    if (problems.demand(path) && !subscript(path, problems)) {
      problems.oneOf(path, supported);
    }
  }

  /** A reference to a field of the pod, from a file of a downward API volume. */
  static void fileFieldRef(Field ref, Problems problems) {
    problems.demand(ref.at("apiVersion"));
    Field path = ref.at("fieldPath");
    if (problems.demand(path) && !subscript(path, problems)) {
      problems.oneOf(path, FILE_FIELDS.stream().sorted().toList());
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

  private static void whole(Field from, Problems problems) {
    problems.form(from.at("prefix"), Formats::envName);
    List<Field> sources =
        List.of(from.at("configMapRef"), from.at("secretRef")).stream()
            .filter(Field::isSet)
            .toList();
    if (sources.isEmpty()) {
      problems.invalid(from, "", "must specify one of: `configMapRef` or `secretRef`");
    } else if (sources.size() > 1) {
      problems.invalid(from, "", "may not have more than one field specified at a time");
    }
    sources.forEach(source -> problems.demand(source.at("name"), Formats::dnsSubdomain));
  }
}
