package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.quantity.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a pod's volumes must be. Source: the API reference of Volume. */
final class VolumeRules {

  private static final List<String> HOST_PATH_TYPES =
      List.of(
          "",
          "BlockDevice",
          "CharDevice",
          "Directory",
          "DirectoryOrCreate",
          "File",
          "FileOrCreate",
          "Socket");
  private static final int HIGHEST_MODE = 0777;

  private VolumeRules() {}

  /** Checks the volumes and returns their names, which mounts may use. */
  static Set<String> check(Field volumes, Problems problems) {
    Set<String> names = new HashSet<>();
    for (Field volume : volumes.items()) {
      source(volume, problems);
      Field name = volume.at("name");
      problems.demand(name, Formats::dnsLabel);
      if (!name.isEmpty() && !names.add(name.text())) {
        problems.duplicate(name, name.text());
      }
    }
    return names;
  }

  private static void source(Field volume, Problems problems) {
    boolean found = false;
    for (Map.Entry<String, JsonNode> entry : volume.node().properties()) {
      if (entry.getKey().equals("name") || entry.getValue().isNull()) {
        continue;
      }
      Field source = volume.at(entry.getKey());
      if (found) {
        problems.forbidden(source, "may not specify more than 1 volume type");
      } else {
        found = true;
        details(entry.getKey(), source, problems);
      }
    }
    if (!found) {
      problems.required(volume, "must specify a volume type");
    }
  }

  private static void details(String kind, Field source, Problems problems) {
    switch (kind) {
      case "emptyDir" -> emptyDir(source, problems);
      case "hostPath" -> hostPath(source, problems);
      case "configMap" -> {
        problems.demand(source.at("name"));
        files(source, problems);
      }
      case "secret" -> {
        problems.demand(source.at("secretName"));
        files(source, problems);
      }
      case "downwardAPI" -> downward(source, problems);
      case "projected" -> projected(source, problems);
      case "persistentVolumeClaim" -> problems.demand(source.at("claimName"));
      case "nfs" -> nfs(source, problems);
      case "csi" -> problems.demand(source.at("driver"));
      case "image" -> problems.demand(source.at("reference"));
      default -> {}
    }
  }

  private static void emptyDir(Field source, Problems problems) {
    Field limit = source.at("sizeLimit");
    if (limit.isSet()
        && Quantity.tryParse(limit.node()).filter(size -> size.signum() >= 0).isEmpty()) {
      problems.forbidden(limit, "SizeLimit field must be a valid resource quantity");
    }
  }

  private static void hostPath(Field source, Problems problems) {
    if (problems.demand(source.at("path"))) {
      PathRules.noBacksteps(source.at("path"), problems);
    }
    problems.oneOf(source.at("type"), HOST_PATH_TYPES);
  }

  private static void nfs(Field source, Problems problems) {
    problems.demand(source.at("server"));
    problems.demand(source.at("path"));
    if (!source.at("path").text().startsWith("/")) {
      problems.invalid(source.at("path"), source.at("path").text(), "must be an absolute path");
    }
  }

  /** The mode and the chosen keys of a ConfigMap's or Secret's files. */
  private static void files(Field source, Problems problems) {
    mode(source.at("defaultMode"), problems);
    keys(source.at("items"), problems);
  }

  private static void keys(Field items, Problems problems) {
    for (Field item : items.items()) {
      problems.demand(item.at("key"));
      if (problems.demand(item.at("path"))) {
        PathRules.descending(item.at("path"), problems);
      }
      mode(item.at("mode"), problems);
    }
  }

  private static void downward(Field source, Problems problems) {
    mode(source.at("defaultMode"), problems);
    downwardFiles(source, problems);
  }

  private static void downwardFiles(Field holder, Problems problems) {
    for (Field item : holder.at("items").items()) {
      // Errors name what holds the list, not the entry.
      Field file = new Field(holder.path(), item.node());
      if (problems.demand(file.at("path"))) {
        PathRules.descending(file.at("path"), problems);
      }
      Field field = file.at("fieldRef");
      Field resource = file.at("resourceFieldRef");
      if (field.isSet() && resource.isSet()) {
        problems.invalid(
            file, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
      } else if (field.isSet()) {
        EnvRules.fileFieldRef(field, problems);
      } else if (resource.isSet()) {
        problems.demand(resource.at("containerName"));
        EnvRules.resourceFieldRef(resource, problems);
      } else {
        problems.required(file, "one of fieldRef and resourceFieldRef is required");
      }
      mode(file.at("mode"), problems);
    }
  }

  private static void projected(Field source, Problems problems) {
    mode(source.at("defaultMode"), problems);
    for (Field projection : source.at("sources").items()) {
      List<String> kinds = projection.node().properties().stream().map(Map.Entry::getKey).toList();
      if (kinds.size() > 1) {
        problems.forbidden(projection, "may not specify more than 1 volume type per source");
      }
      kinds.forEach(kind -> projection(kind, projection.at(kind), problems));
    }
  }

  private static void projection(String kind, Field source, Problems problems) {
    switch (kind) {
      case "configMap", "secret" -> {
        problems.demand(source.at("name"));
        keys(source.at("items"), problems);
      }
      case "downwardAPI" -> downwardFiles(source, problems);
      case "serviceAccountToken" -> token(source, problems);
      default -> {}
    }
  }

  private static void token(Field source, Problems problems) {
    Field seconds = source.at("expirationSeconds");
    if (seconds.number() < 10 * 60) {
      problems.invalid(seconds, "may not specify a duration less than 10 minutes");
    }
    if (problems.demand(source.at("path"))) {
      PathRules.descending(source.at("path"), problems);
    }
  }

  private static void mode(Field mode, Problems problems) {
    if (mode.isSet() && (mode.number() < 0 || mode.number() > HIGHEST_MODE)) {
      problems.invalid(mode, "must be a number between 0 and 0777 (octal), both inclusive");
    }
  }
}
