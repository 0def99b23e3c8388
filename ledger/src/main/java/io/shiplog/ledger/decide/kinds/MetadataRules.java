package io.shiplog.ledger.decide.kinds;

import static java.util.stream.Collectors.joining;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The rules of {@code metadata}, which all kinds share. {@link KubeObject}s are looked at after
 * defaulting and after a {@code generateName} has become a name. Source: Kubernetes documentation,
 * "Object Names and IDs", "Labels and Selectors", "Owners and Dependents", "Finalizers".
 */
public final class MetadataRules {

  private static final List<String> FIXED =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");
  private static final Set<String> STANDARD_FINALIZERS =
      Set.of("kubernetes", "orphan", "foregroundDeletion");

  private MetadataRules() {}

  /** Everything wrong with the metadata of a new object of this type. */
  public static List<FieldError> validateCreate(ResourceType type, KubeObject object) {
    Problems problems = new Problems();
    Field metadata = Field.of(object.json(), "metadata");
    names(type, metadata, problems);
    if (type.namespaced()) {
      problems.demand(metadata.at("namespace"), Formats::dnsLabel);
    } else if (!metadata.at("namespace").isEmpty()) {
      problems.forbidden(metadata.at("namespace"), "not allowed on this type");
    }
    common(metadata, problems);
    return problems.found();
  }

  /** Everything wrong with the metadata of an update. */
  public static List<FieldError> validateUpdate(KubeObject updated, KubeObject current) {
    Problems problems = new Problems();
    Field metadata = Field.of(updated.json(), "metadata");
    if (current.terminating()) {
      noNewFinalizers(metadata, current, problems);
    }
    for (String name : FIXED) {
      problems.immutable(metadata.at(name), current.metadata().path(name));
    }
    if (metadata.at("generation").isSet() && updated.generation() < current.generation()) {
      problems.invalid(metadata.at("generation"), "must not be decremented");
    }
    common(metadata, problems);
    return problems.found();
  }

  /** What a name of this kind must look like. */
  static Function<String, List<String>> nameForm(ResourceType type) {
    return switch (type.kind()) {
      case "Namespace", "Service" -> Formats::dnsLabel;
      case "Event" -> Formats::pathSegment;
      default -> Formats::dnsSubdomain;
    };
  }

  private static void names(ResourceType type, Field metadata, Problems problems) {
    Field generateName = metadata.at("generateName");
    if (!generateName.isEmpty()) {
      String prefix = generateName.text();
      // A dash at the end is fine in a prefix: something will follow it.
      boolean dash = prefix.length() > 1 && prefix.endsWith("-");
      String checked = dash ? prefix.substring(0, prefix.length() - 1) + "a" : prefix;
      problems.invalidAll(generateName, nameForm(type).apply(checked));
    }
    Field name = metadata.at("name");
    if (name.isEmpty()) {
      problems.required(name, "name or generateName is required");
    } else {
      problems.invalidAll(name, nameForm(type).apply(name.text()));
    }
  }

  private static void common(Field metadata, Problems problems) {
    problems.nonNegative(metadata.at("generation"));
    LabelRules.labels(metadata.at("labels"), problems);
    LabelRules.annotations(metadata.at("annotations"), problems);
    owners(metadata.at("ownerReferences"), problems);
    finalizers(metadata.at("finalizers"), problems);
  }

  private static void owners(Field references, Problems problems) {
    String controller = "";
    for (Field reference : references.items()) {
      // Owner references are named without their place in the list.
      for (String name : List.of("apiVersion", "kind", "name", "uid")) {
        Field field = new Field(references.path() + "." + name, reference.node().path(name));
        if (name.equals("apiVersion") && versionless(field.text())) {
          problems.invalid(field, field.text(), "version must not be empty");
        } else if (field.isEmpty()) {
          problems.invalid(field, "", "must not be empty");
        }
      }
      if (reference.at("kind").text().equals("Event")) {
        problems.invalid(
            references,
            reference.node(),
            group(reference) + ", Kind=Event is disallowed from being an owner");
      }
      if (reference.at("controller").isTrue() && !controller.isEmpty()) {
        problems.invalid(
            references,
            "Only one reference can have Controller set to true. Found \"true\" in references for "
                + controller
                + " and "
                + named(reference));
      } else if (reference.at("controller").isTrue()) {
        controller = named(reference);
      }
    }
  }

  /** The version must be there, and be a version. */
  private static boolean versionless(String apiVersion) {
    return apiVersion.isEmpty() || apiVersion.indexOf('/') != apiVersion.lastIndexOf('/');
  }

  private static String named(Field reference) {
    return reference.at("kind").text() + "/" + reference.at("name").text();
  }

  /** Group and version, as Go prints the two together. */
  private static String group(Field reference) {
    String version = reference.at("apiVersion").text();
    return version.contains("/") ? version : "/" + version;
  }

  private static void finalizers(Field finalizers, Problems problems) {
    List<String> names = new ArrayList<>();
    for (Field finalizer : finalizers.items()) {
      String name = finalizer.text();
      names.add(name);
      finalizer(finalizers, finalizer, problems);
    }
    if (names.containsAll(List.of("orphan", "foregroundDeletion"))) {
      problems.invalid(finalizers, "finalizer orphan and foregroundDeletion cannot be both set");
    }
  }

  /** One finalizer's name: a standard one, or one that says whose it is. */
  static void finalizer(Field list, Field finalizer, Problems problems) {
    String name = finalizer.text();
    // What is wrong with the form is told of the list.
    Formats.qualifiedName(name).forEach(wrong -> problems.invalid(list, name, wrong));
    if (!name.contains("/") && !STANDARD_FINALIZERS.contains(name)) {
      problems.invalid(
          finalizer, "name is neither a standard finalizer name nor is it fully qualified");
    }
  }

  private static void noNewFinalizers(Field metadata, KubeObject current, Problems problems) {
    List<String> added = new ArrayList<>();
    metadata.at("finalizers").items().forEach(f -> added.add(f.text()));
    added.removeAll(current.finalizers());
    if (!added.isEmpty()) {
      problems.forbidden(
          metadata.at("finalizers"),
          "no new finalizers can be added if the object is being deleted, found new finalizers "
              + shown(added));
    }
  }

  /** A list of names, as Go prints it. */
  private static String shown(List<String> names) {
    return names.stream().map(name -> "\"" + name + "\"").collect(joining(", ", "[]string{", "}"));
  }
}
