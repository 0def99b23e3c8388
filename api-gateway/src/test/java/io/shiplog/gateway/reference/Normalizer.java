package io.shiplog.gateway.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces what differs from run to run by placeholders: uids, versions, times, what the server
 * drew. What the request itself says stays as it is.
 */
final class Normalizer {

  private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern MOUNT = Pattern.compile("kube-api-access-[a-z0-9]{5}");
  private static final Pattern ADDRESS = Pattern.compile("10\\.9[67](\\.[0-9]+){2}(/[0-9]+)?");
  private static final Pattern VERSION =
      Pattern.compile("(ResourceVersion in (?:the precondition|record) \\()[0-9]+");
  private static final Pattern WITHIN = Pattern.compile("(\"resourceVersion\":\")[0-9]+\"");
  private static final Pattern TABLE_PORT = Pattern.compile(":3[0-2][0-9]{3}/");
  private static final Pattern GENERATED = Pattern.compile("\"generateName\":\"(?<base>[^\"]+)\"");
  private static final Pattern AGE = Pattern.compile("[0-9]+s");

  private final Pattern micro;
  private final Pattern second;

  /** The last version seen of each object, by uid. */
  private final Map<String, String> versions = new HashMap<>();

  Normalizer() {
    // The corpus itself speaks of other years.
    int year = Year.now(ZoneOffset.UTC).getValue();
    String time = "(" + year + "|" + (year + 1) + ")-[0-9]{2}-[0-9]{2}T[0-9:]{8}";
    this.micro = Pattern.compile(time + "\\.[0-9]{6}Z");
    this.second = Pattern.compile(time + "Z");
  }

  /** The body of an answer with placeholders; changes the tree. */
  JsonNode normalize(JsonNode body, Ask ask) {
    return tree(body, ask);
  }

  private JsonNode tree(JsonNode node, Ask ask) {
    if (node instanceof ObjectNode object) {
      fields(object, ask);
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, tree(array.get(i), ask));
      }
    } else if (node.isTextual()) {
      return TextNode.valueOf(text(node.asText(), ask));
    }
    return node;
  }

  private void fields(ObjectNode object, Ask ask) {
    if (!ask.managedFields()) {
      object.remove("managedFields");
    }
    managers(object);
    version(object);
    if (!object.path("continue").asText("").isEmpty()) {
      object.put("continue", "<token>");
    }
    for (String port : new String[] {"nodePort", "healthCheckNodePort"}) {
      if (object.has(port) && !ask.body().contains(object.get(port).asText())) {
        object.put(port, "<port>");
      }
    }
    object.properties().forEach(field -> field.setValue(tree(field.getValue(), ask)));
    prose(object);
  }

  /** Managers stand in the order of the second in which they wrote, which is chance. */
  private static void managers(ObjectNode metadata) {
    if (metadata.path("managedFields") instanceof ArrayNode entries) {
      List<JsonNode> sorted = new ArrayList<>();
      entries.forEach(sorted::add);
      sorted.sort(
          Comparator.comparing(
              entry -> entry.path("manager").asText() + " " + entry.path("operation").asText()));
      metadata.putArray("managedFields").addAll(sorted);
    }
  }

  /** Whether the object has another version than when it was last seen. */
  private void version(ObjectNode metadata) {
    String version = metadata.path("resourceVersion").asText("");
    if (version.isEmpty() || version.equals("0")) {
      return;
    }
    String uid = metadata.path("uid").asText("");
    String before = uid.isEmpty() ? null : versions.put(uid, version);
    metadata.put("resourceVersion", version.equals(before) ? "<same>" : "<new>");
  }

  /**
   * What a column of a table is said to be about: everybody's own prose. And causes, which the
   * reference tells as often as it checks, and some in the order of chance.
   */
  private static void prose(ObjectNode object) {
    for (JsonNode column : object.path("columnDefinitions")) {
      ((ObjectNode) column).remove("description");
    }
    if (object.path("causes") instanceof ArrayNode causes) {
      Set<JsonNode> distinct = new TreeSet<>(Comparator.comparing(JsonNode::toString));
      causes.forEach(distinct::add);
      object.putArray("causes").addAll(distinct);
    }
  }

  private String text(String text, Ask ask) {
    String known = UID.matcher(text).replaceAll("<uid>");
    known = MOUNT.matcher(known).replaceAll("kube-api-access-<suffix>");
    known = VERSION.matcher(known).replaceAll("$1<version>");
    known = micro.matcher(known).replaceAll("<microTime>");
    known = second.matcher(known).replaceAll("<time>");
    known = WITHIN.matcher(known).replaceAll("$1<version>\"");
    known = TABLE_PORT.matcher(known).replaceAll(":<port>/");
    known = generated(known, ask);
    if (AGE.matcher(known).matches()) {
      return "<age>";
    }
    return ADDRESS
        .matcher(known)
        .replaceAll(
            found ->
                ask.body().contains(found.group())
                    ? Matcher.quoteReplacement(found.group())
                    : "<address>");
  }

  /** What the server made of the name that was to be completed. */
  private static String generated(String text, Ask ask) {
    Matcher wanted = GENERATED.matcher(ask.body());
    return wanted.find()
        ? text.replaceAll(
            Pattern.quote(wanted.group("base")) + "[a-z0-9]{5}",
            Matcher.quoteReplacement(wanted.group("base") + "<suffix>"))
        : text;
  }
}
