package io.shiplog.schemagen;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which definitions there are, and which class of the client describes each. */
final class DefinitionNames {

  private static final String MODELS = "io/kubernetes/client/openapi/models/";

  private final Map<String, String> classes = new LinkedHashMap<>();
  private final Map<String, String> definitions = new LinkedHashMap<>();

  private DefinitionNames() {}

  /** Reads {@code definitions.txt} and finds the class of each. */
  static DefinitionNames load() {
    DefinitionNames names = new DefinitionNames();
    String packageName = "";
    for (String line : Tables.lines("definitions.txt")) {
      if (line.startsWith(" ")) {
        for (String simple : line.strip().split(" +")) {
          names.add(packageName, simple);
        }
      } else {
        packageName = line;
      }
    }
    return names;
  }

  /** Full names of all definitions, such as {@code io.k8s.api.apps.v1.Deployment}. */
  Collection<String> all() {
    return classes.keySet();
  }

  /** The internal name of the class that describes a definition. */
  String classOf(String definition) {
    return classes.get(definition);
  }

  /**
   * The definition a class describes.
   *
   * @throws IllegalStateException if the class is not published
   */
  String definitionOf(String internalClassName) {
    String definition = definitions.get(internalClassName);
    if (definition == null) {
      throw new IllegalStateException(
          internalClassName + " is referred to but definitions.txt does not name its definition");
    }
    return definition;
  }

  private void add(String packageName, String simple) {
    int dot = packageName.lastIndexOf('.');
    String version = capitalize(packageName.substring(dot + 1));
    String group = packageName.substring(packageName.lastIndexOf('.', dot - 1) + 1, dot);
    // The client puts the group first only where a name would be taken twice.
    String definition = packageName + "." + simple;
    for (String candidate : new String[] {capitalize(group) + version + simple, version + simple}) {
      String name = MODELS + candidate;
      if (getClass().getClassLoader().getResource(name + ".class") != null) {
        classes.put(definition, name);
        definitions.put(name, definition);
        return;
      }
    }
    throw new IllegalStateException("the client has no class for " + definition);
  }

  private static String capitalize(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
