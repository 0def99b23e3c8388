package io.shiplog.gateway.http.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.http.discovery.Subresource;
import io.shiplog.gateway.http.discovery.Verbs;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import java.util.List;

/** Writes the paths of one kind: the collection, an object, its subresources. */
final class PathWriter {

  private final Dialect dialect;
  private final ResourceType type;
  private final String collection;

  PathWriter(Dialect dialect, ResourceType type) {
    this.dialect = dialect;
    this.type = type;
    this.collection =
        "/"
            + Urls.relative(type)
            + (type.namespaced() ? "/namespaces/{namespace}/" : "/")
            + type.plural();
  }

  void write(ObjectNode paths) {
    List<String> verbs = Verbs.of(type);
    Operations operations = new Operations(dialect, type, "");
    if (!verbs.contains("list")) {
      ObjectNode asked = paths.putObject(collection);
      asked.set("post", operations.create());
      asked.set("parameters", inNamespace(false));
      return;
    }
    if (type.namespaced()) {
      ObjectNode everywhere = paths.putObject("/" + Urls.relative(type) + "/" + type.plural());
      everywhere.set("get", operations.listEverywhere());
      everywhere.set("parameters", parameters(List.of(Parameter.PRETTY)));
    }
    ObjectNode many = paths.putObject(collection);
    many.set("get", operations.list());
    many.set("post", operations.create());
    if (verbs.contains("deletecollection")) {
      many.set("delete", operations.deleteCollection());
    }
    many.set("parameters", inNamespace(false));
    ObjectNode one = paths.putObject(collection + "/{name}");
    addItem(one, operations, type.definition(), verbs);
    one.set("delete", operations.delete());
    one.set("parameters", inNamespace(true));
    type.subresources().stream().sorted().forEach(name -> subresource(paths, name));
  }

  private void subresource(ObjectNode paths, String name) {
    Subresource about = Subresource.of(type, name);
    ObjectNode path = paths.putObject(collection + "/{name}/" + name);
    Operations operations =
        new Operations(dialect, type, name).of(about.group(), about.version(), about.kind());
    String definition = Definitions.of(type, about);
    if (about.kind().endsWith("Options")) {
      about.verbs().forEach(verb -> path.set(method(verb), operations.connect(method(verb))));
    } else if (name.equals("log")) {
      path.set("get", operations.log());
    } else {
      addItem(path, operations, definition, about.verbs());
      if (about.verbs().contains("create")) {
        path.set("post", operations.create(definition));
      }
    }
    path.set("parameters", inNamespace(true));
  }

  private static void addItem(
      ObjectNode path, Operations operations, String definition, List<String> verbs) {
    if (verbs.contains("get")) {
      path.set("get", operations.read(definition));
    }
    if (verbs.contains("update")) {
      path.set("put", operations.replace(definition));
    }
    if (verbs.contains("patch")) {
      path.set("patch", operations.patch(definition));
    }
  }

  private static String method(String verb) {
    return switch (verb) {
      case "create" -> "post";
      case "update" -> "put";
      default -> verb;
    };
  }

  private ArrayNode inNamespace(boolean named) {
    ArrayNode array = Json.array();
    if (named) {
      array.add(dialect.parameter(Parameter.NAME));
    }
    if (type.namespaced()) {
      array.add(dialect.parameter(Parameter.NAMESPACE));
    }
    return array.add(dialect.parameter(Parameter.PRETTY));
  }

  private ArrayNode parameters(List<Parameter> parameters) {
    ArrayNode array = Json.array();
    parameters.forEach(parameter -> array.add(dialect.parameter(parameter)));
    return array;
  }
}
